import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { Page } from '../../../platform/lib/page-cursor.js';
import type { Accounts } from '../../accounts/index.js';
import type { Notifications } from '../../notifications/index.js';
import {
  healthComponents,
  healthStates,
  type HealthComponent,
  type HealthProbes,
  type HealthSample,
  type Measured,
} from './health.js';
import { createHealthStore, type HealthWish } from './health-store.js';
import { changesAmong, sayChange, settle } from './settle.js';

export interface HealthWatchDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly probes: HealthProbes;
  readonly accounts: { readonly people: Pick<Accounts['people'], 'listAdmins'> };
  readonly notifications: Pick<Notifications, 'notify'>;
}

export interface HealthWatch {
  /**
   * Looks at everything at once and writes down what it found; administrators are told, in one notification, of states that
   * count otherwise now. How many are in which state, and how many changed.
   */
  run(): Promise<Readonly<Record<string, number>>>;
  /** The newest look at each component that is still looked at. */
  latest(): Promise<readonly HealthSample[]>;
  /** When one of these was last found `down`, after then, so that it counted or may yet; null if it was not. */
  lastAway(components: readonly HealthComponent[], after: Date): Promise<Date | null>;
  /** Newest first. Throws InputError for a cursor that is not ours. */
  page(wish: HealthWish): Promise<Page<HealthSample>>;
}

/** What was not looked at for so long says nothing of today, and begins anew. */
const forgottenMs = 86_400_000;

export function createHealthWatch(deps: HealthWatchDeps): HealthWatch {
  const { clock, probes } = deps;
  const store = createHealthStore(deps);
  const latest = async () => {
    const samples = await store.latest(new Date(clock.now().getTime() - forgottenMs));
    return samples.filter(({ component }) => probes[component] !== undefined);
  };
  return {
    latest,
    lastAway: (components, after) => store.lastAway(components, after),
    page: (wish) => store.page(wish),
    async run() {
      const found = await lookAtAll(probes);
      const at = clock.now();
      const before = new Map((await latest()).map((sample) => [sample.component, sample]));
      const samples = found.map(({ component, ...measured }) => ({
        ...{ component, ...measured, at },
        settled: settle(measured.state, before.get(component)),
      }));
      const changes = changesAmong(samples, before).map(sayChange);
      const admins = changes.length === 0 ? [] : await deps.accounts.people.listAdmins();
      await deps.db.$transaction(async (tx) => {
        await store.add(tx, samples);
        const told = { dedupeKey: at.toISOString(), event: 'health.changed' as const };
        const data = { at: at.toISOString(), changes: changes.join('; ') };
        for (const userId of admins) await deps.notifications.notify({ ...told, userId, data }, tx);
      });
      if (changes.length > 0) deps.log.warn({ changes }, 'health changed');
      const count = (state: string) => found.filter((one) => one.state === state).length;
      return {
        ...Object.fromEntries(healthStates.map((state) => [state, count(state)])),
        changed: changes.length,
      };
    },
  };
}

const lookAtAll = (
  probes: HealthProbes,
): Promise<readonly (Measured & { readonly component: HealthComponent })[]> =>
  Promise.all(
    healthComponents.flatMap((component) => {
      const probe = probes[component];
      return probe === undefined
        ? []
        : [probe().then((measured) => ({ component, ...measured, ms: toWhole(measured.ms) }))];
    }),
  );

const toWhole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
