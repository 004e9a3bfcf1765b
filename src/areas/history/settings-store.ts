import { z } from 'zod';
import { noCaches, type Caches } from '../../platform/cache/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Database, DatabaseSession } from '../../platform/database/index.js';
import { NotFoundError } from '../../platform/lib/errors.js';
import { removalPolicies } from './removals/removal.js';
import {
  collectionStates,
  ratingPolicies,
  showRatingPolicies,
  untouchedLibrary,
  watchedStates,
  watchlistStates,
} from './library/policies.js';
import {
  missedPolicies,
  SettingsConflictError,
  type ChangingSettings,
  type SettingsVersion,
  type SettingsVersionPage,
  type SyncSettings,
  type SyncSettingsChange,
} from './sync-settings.js';

export interface SettingsStoreDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly caches?: Caches | undefined;
  /** What a person has who never changed anything. */
  readonly defaults: { readonly cron: string; readonly timeZone: string };
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** Columns that hold one of a few words. */
const words = z.object({
  missed: z.enum(missedPolicies),
  removals: z.enum(removalPolicies),
  ratingPolicy: z.enum(ratingPolicies),
  showRatings: z.enum(showRatingPolicies),
  watchlistState: z.enum(watchlistStates),
  collectionState: z.enum(collectionStates),
  watchedState: z.enum(watchedStates),
});
type Words = z.infer<typeof words>;

/** All that can be changed. Versions written before a setting was there lack it. */
const wishes = words.extend({
  enabled: z.boolean(),
  cron: z.string(),
  timeZone: z.string(),
  episodes: z.boolean(),
  movies: z.boolean(),
  specials: z.boolean(),
  dryRun: z.boolean(),
  privateCollections: z.boolean(),
  removalGuardPlays: z.int(),
  removalGuardPercent: z.int(),
  ratings: z.boolean(),
  statesOverOwn: z.boolean(),
});

type SettingsRow = Omit<SyncSettings, keyof Words> & Readonly<Record<keyof Words, string>>;

const toSettings = (row: SettingsRow): SyncSettings => ({
  ...row,
  ...words.parse(row),
});

const cached = { name: 'settings', ttlMs: 30_000, most: 10_000, schema: z.string() };

const untouchedAt = (now: Date, defaults: SettingsStoreDeps['defaults']): SyncSettings => ({
  enabled: true,
  ...defaults,
  missed: 'run-once',
  episodes: true,
  movies: true,
  specials: true,
  dryRun: false,
  privateCollections: false,
  removals: 'keep',
  removalGuardPlays: 20,
  removalGuardPercent: 5,
  ...untouchedLibrary,
  version: 0,
  updatedAt: now,
});

/** Each person's settings and all their versions; reading never writes. */
export function createSettingsStore({ db, clock, defaults, caches = noCaches }: SettingsStoreDeps) {
  const timeZones = caches.open<string>(cached);
  const untouched = () => untouchedAt(clock.now(), defaults);

  const read = async (userId: string): Promise<SyncSettings> => {
    const row = await db.syncSettings.findUnique({ where: { userId }, omit: { userId: true } });
    return row === null ? untouched() : toSettings(row);
  };

  const write = async (userId: string, request: Writing): Promise<SyncSettings> => {
    const written = await db.$transaction((tx) =>
      writeVersion(tx, userId, { request, untouched: untouched(), now: clock.now() }),
    );
    await timeZones.forget(userId);
    return written;
  };

  return {
    read,

    /** To show times by: it may be some seconds old. What decides a write asks `read`. */
    async timeZoneOf(userId: string): Promise<string> {
      const zone = await timeZones.read(userId, async () => (await read(userId)).timeZone);
      return zone ?? defaults.timeZone;
    },

    /** Of everybody named, in one query. */
    async readMany(userIds: readonly string[]): Promise<ReadonlyMap<string, SyncSettings>> {
      const rows = await db.syncSettings.findMany({ where: { userId: { in: [...userIds] } } });
      const stored = new Map(
        rows.map(({ userId, ...row }): [string, SyncSettings] => [userId, toSettings(row)]),
      );
      return new Map(userIds.map((userId) => [userId, stored.get(userId) ?? untouched()]));
    },

    /** Changes what is given, keeps the rest. @throws SettingsConflictError when another version was expected. */
    change: (
      userId: string,
      change: SyncSettingsChange,
      options: ChangingSettings = {},
    ): Promise<SyncSettings> => write(userId, { change, options }),

    /** Brings back a version, as a new one. @throws NotFoundError, SettingsConflictError */
    revert: async (
      userId: string,
      version: number,
      options: ChangingSettings = {},
    ): Promise<SyncSettings> =>
      write(userId, {
        change: await findVersion(db, userId, version),
        options,
        revertOf: version,
      }),

    /** Newest first. */
    versions: (userId: string, page: VersionsPage): Promise<SettingsVersionPage> =>
      readVersions(db, userId, { ...page, untouched: untouched() }),
  };
}

interface VersionsPage {
  readonly limit: number;
  readonly before?: number | undefined;
}

async function readVersions(
  db: Database,
  userId: string,
  { limit, before, untouched }: VersionsPage & { readonly untouched: SyncSettings },
): Promise<SettingsVersionPage> {
  const rows = await db.syncSettingsVersion.findMany({
    where: { userId, ...(before === undefined ? {} : { version: { lt: before } }) },
    orderBy: { version: 'desc' },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map((row): SettingsVersion => ({
    settings: {
      ...untouched,
      ...withoutUndefined(wishes.partial().parse(row.settings)),
      version: row.version,
      updatedAt: row.changedAt,
    },
    changedBy: row.changedBy,
    revertOf: row.revertOf,
  }));
  const last = items.at(-1)?.settings.version;
  return { items, nextBefore: rows.length > limit ? (last ?? null) : null };
}

/** Throws NotFoundError. */
async function findVersion(
  db: Database,
  userId: string,
  version: number,
): Promise<SyncSettingsChange> {
  const kept = await db.syncSettingsVersion.findUnique({
    where: { userId_version: { userId, version } },
  });
  if (kept === null) throw new NotFoundError(`There is no version ${version} of the settings.`);
  return withoutUndefined(wishes.partial().parse(kept.settings));
}

interface Writing {
  readonly change: SyncSettingsChange;
  readonly options: ChangingSettings;
  readonly revertOf?: number | undefined;
}

interface WritingVersion {
  readonly request: Writing;
  readonly untouched: SyncSettings;
  readonly now: Date;
}

async function writeVersion(
  tx: DatabaseSession,
  userId: string,
  { request, untouched, now }: WritingVersion,
): Promise<SyncSettings> {
  const before = await lockRow(tx, userId, untouched);
  const { expectedVersion } = request.options;
  if (expectedVersion !== undefined && expectedVersion !== before.version) {
    throw new SettingsConflictError(before.version);
  }
  const row = await tx.syncSettings.update({
    where: { userId },
    data: { ...request.change, version: { increment: 1 }, updatedAt: now },
    omit: { userId: true },
  });
  const after = toSettings(row);
  await keepVersions(tx, userId, { before, after, request });
  return after;
}

/** The row as it is, held until the transaction ends: of two changes at once the second sees the first. */
async function lockRow(
  tx: DatabaseSession,
  userId: string,
  untouched: SyncSettings,
): Promise<SyncSettings> {
  await tx.syncSettings.createMany({ data: [{ ...untouched, userId }], skipDuplicates: true });
  await tx.$executeRaw`SELECT 1 FROM sync_settings WHERE user_id = ${userId} FOR UPDATE`;
  const row = await tx.syncSettings.findUniqueOrThrow({
    where: { userId },
    omit: { userId: true },
  });
  return toSettings(row);
}

interface Versions {
  readonly before: SyncSettings;
  readonly after: SyncSettings;
  readonly request: Writing;
}

/** The version before is kept too, where it was made before versions were kept, or is the default. */
async function keepVersions(
  tx: DatabaseSession,
  userId: string,
  { before, after, request }: Versions,
): Promise<void> {
  const rowOf = (settings: SyncSettings) => ({
    userId,
    version: settings.version,
    settings: wishes.parse(settings),
    changedAt: settings.updatedAt,
  });
  await tx.syncSettingsVersion.createMany({
    data: [
      { ...rowOf(before), changedBy: null, revertOf: null },
      {
        ...rowOf(after),
        changedBy: request.options.by ?? null,
        revertOf: request.revertOf ?? null,
      },
    ],
    skipDuplicates: true,
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(record: T): Defined<T> {
  const kept: Defined<T> = { ...record };
  for (const key in kept) if (kept[key] === undefined) Reflect.deleteProperty(kept, key);
  return kept;
}
