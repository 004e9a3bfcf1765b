import type { Clock } from '../../platform/lib/clock.js';
import type { Database } from '../../platform/database/index.js';
import type { SyncSettings, SyncSettingsChange } from './sync-settings.js';

export interface SettingsStoreDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** What a person has who never changed anything. */
  readonly defaults: { readonly cron: string; readonly timeZone: string };
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** Each person's settings; reading never writes. */
export function createSettingsStore({ db, clock, defaults }: SettingsStoreDeps) {
  const untouched = (): SyncSettings => ({
    enabled: true,
    ...defaults,
    episodes: true,
    movies: true,
    specials: true,
    privateCollections: false,
    version: 0,
    updatedAt: clock.now(),
  });

  const read = async (userId: string): Promise<SyncSettings> => {
    const row = await db.syncSettings.findUnique({ where: { userId }, omit: { userId: true } });
    return row ?? untouched();
  };

  return {
    read,

    /** Changes what is given, keeps the rest. */
    async change(userId: string, change: SyncSettingsChange): Promise<SyncSettings> {
      const first = { ...untouched(), ...change, version: 1, userId };
      return db.syncSettings.upsert({
        where: { userId },
        create: first,
        update: { ...change, version: { increment: 1 }, updatedAt: clock.now() },
        omit: { userId: true },
      });
    },
  };
}
