import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Database } from '../../platform/database/index.js';
import type { CallOptions } from '../../upstream/http/index.js';
import type { BangumiClient } from '../../upstream/bangumi/index.js';
import type { TraktClient } from '../../upstream/trakt/index.js';
import type { Audit } from '../audit/index.js';
import type { Connections } from '../connections/index.js';
import type { Caches } from '../../platform/cache/index.js';
import type { Matching, SubjectCache } from '../matching/index.js';
import type { Notifications } from '../notifications/index.js';
import { createTickStore } from '../schedules/index.js';
import { accessToDecide } from './decide-items.js';
import { tellChanged } from './changed/tell-changed.js';
import { beginLibrary } from './carrying/begin-library.js';
import { createCarrying } from './carrying/carrying.js';
import { createWishStore } from './carrying/wish-store.js';
import { createExplaining } from './explaining/explaining.js';
import { createLibraryReads } from './library/library-reads.js';
import { readMovedParts, type ReadMovedParts } from './library/read-moved-parts.js';
import { createPlayStore, type PlayStore } from './ledger/play-store.js';
import { createCallRecord } from './marking/call-record.js';
import { createCollectionStates } from './marking/collection-states.js';
import { createMarkingSteps } from './marking/marking-steps.js';
import { matchPlays } from './match-plays.js';
import { createLookupStore } from './comparing/lookup-store.js';
import { readPages, type ReadPagesRequest, type ReadProgress } from './read-pages.js';
import { closeRead } from './reading/close-read.js';
import { createReadStore } from './reading/read-store.js';
import { createReview } from './review/create-review.js';
import { createPlanStore } from './planning/plan-store.js';
import { createPlanning } from './planning/planning.js';
import { createRunStore, type RunStart } from './runs/run-store.js';
import { closeRun, type RunEnding } from './runs/close-run.js';
import { decideTick } from './runs/decide-tick.js';
import { lookAgain, openRun, type BeginLibrary, type Opened } from './runs/open-run.js';
import { retryRun, type RunRetry } from './runs/retry-run.js';
import { createPlannedStore } from './removals/planned-store.js';
import { createRemovals } from './removals/removals.js';
import { createMarkRecord } from './taking-back/mark-record.js';
import { createTakingBack } from './taking-back/taking-back.js';
import { verifyLedger } from './verifying/verify-ledger.js';
import { createSettingsStore, type SettingsStore } from './settings-store.js';
import type { ChangingSettings, SyncSettings, SyncSettingsChange } from './sync-settings.js';

export interface HistoryDeps {
  readonly db: Database;
  /** Nothing is remembered where it is left out. */
  readonly caches?: Caches | undefined;
  readonly subjectCache?: SubjectCache | undefined;
  readonly connections: Connections;
  readonly matching: Matching;
  readonly notifications: Pick<Notifications, 'notify' | 'lastTold'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly trakt: TraktClient;
  readonly bangumi: BangumiClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the id map as it is now. */
  readonly idMapVersion: () => string;
  readonly defaults: { readonly cron: string; readonly timeZone: string };
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

export type History = ReturnType<typeof createHistory>;

/** Its stores, by the names that use cases know them by. */
function createParts(deps: HistoryDeps) {
  const settings = createSettingsStore(deps);
  const libraryReads = createLibraryReads(deps);
  const beginning = { ...deps, settings, libraryReads };
  return {
    ...deps,
    settings,
    libraryReads,
    plays: createPlayStore(deps),
    reads: createReadStore(deps),
    lookups: createLookupStore(deps),
    runs: createRunStore(deps),
    ticks: createTickStore(deps),
    collections: createCollectionStates(deps),
    calls: createCallRecord(deps),
    marks: createMarkRecord(deps),
    removals: createRemovals({ ...deps, settings }),
    plans: createPlanStore(deps),
    planned: createPlannedStore(deps.db),
    wishes: createWishStore(deps),
    beginLibrary: (...begun: Parameters<BeginLibrary>) => beginLibrary(beginning, ...begun),
  };
}

/** The history of people's plays: its ledger, its runs, and the steps of a sync. Each step is safe to repeat. */
export function createHistory(deps: HistoryDeps) {
  const parts = createParts(deps);
  const { settings, plays, reads, runs, ticks, marks, removals } = parts;
  const planning = createPlanning(parts);
  const carrying = createCarrying(parts);

  return {
    settings: following(settings, plays),
    runs: { ...runs, marks: marks.list, marksOf: marks.outcomes },
    ticks,
    planning,
    carrying,
    review: createReview(deps),
    tellChanged: () => tellChanged(deps),
    verifyLedger: (signal?: AbortSignal) =>
      verifyLedger(deps.db, { now: deps.clock.now(), signal }),
    explaining: createExplaining(deps),

    decideTick: (userId: string, options: CallOptions) =>
      decideTick({ ...parts, planning }, userId, options),
    /** A run that was asked for, before anything is done for it. Safe to repeat. */
    recordRun: (run: RunStart): Promise<void> => runs.open(run, deps.clock.now()),
    async openRun(run: Parameters<typeof openRun>[1], options: CallOptions): Promise<Opened> {
      const opened = await openRun(parts, run, options);
      return (await carrying.isOn(run.userId)) ? { ...opened, carries: true } : opened;
    },
    lookAgain: (run: OfRun, options: CallOptions) => lookAgain(parts, run, options),

    async readPages(
      request: OfRun & Omit<ReadPagesRequest, 'access' | 'options'>,
      options: CallOptions,
    ): Promise<ReadProgress> {
      const access = await deps.connections.accessOf(request.userId, 'trakt');
      return readPages(parts, { ...request, access, options });
    },

    /** Gives up a read that cannot be brought to its end, so that the next run begins anew. */
    abandonRead: (readId: string) => reads.abandon(readId),
    closeRead: (readId: string) => closeRead(deps.db, readId, deps.clock.now()),

    /** What waits: different items to be matched, subjects to be marked. */
    countWaiting: async (userId: string) => ({
      items: await plays.countSeenItems(userId),
      subjects: await plays.countSubjectsToMark(userId),
    }),

    async matchPlays(request: OfRun & { readonly limit: number }, options: CallOptions) {
      const access = await accessToDecide(deps.connections, request.userId);
      return matchPlays(parts, { ...request, ...access, options });
    },

    ...createMarkingSteps(parts),
    ...createTakingBack(parts),
    removals,

    readLibrary: (request: ReadMovedParts, options: CallOptions) =>
      readMovedParts(parts, request, options),

    standings: (userId: string) => plays.standings(userId),

    closeRun: (ending: RunEnding) =>
      closeRun({ ...parts, carriedOf: carrying.countsOf, carries: carrying.isOn }, ending),
    retryRun: (run: OfRun): Promise<RunRetry> => retryRun(parts, run),
  };
}

/** The ledger follows a change at once, so that the next tick finds what it lets in. */
const following = (settings: SettingsStore, plays: PlayStore) => ({
  ...settings,
  async change(
    userId: string,
    change: SyncSettingsChange,
    options?: ChangingSettings,
  ): Promise<SyncSettings> {
    const changed = await settings.change(userId, change, options);
    await plays.applySettings(userId, changed);
    return changed;
  },
  async revert(userId: string, version: number, options?: ChangingSettings): Promise<SyncSettings> {
    const changed = await settings.revert(userId, version, options);
    await plays.applySettings(userId, changed);
    return changed;
  },
});
