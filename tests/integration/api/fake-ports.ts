import { createAccounts } from '../../../src/areas/accounts/index.js';
import { connectDatabase } from '../../../src/platform/database/index.js';
import type { ApiDeps } from '../../../src/api/create-api.js';
import type {
  ProgressView,
  ScheduleStanding,
  ScheduleView,
  SyncWish,
} from '../../../src/api/ports.js';
import { createNotifications } from '../../../src/areas/notifications/index.js';
import {
  SettingsConflictError,
  untouchedLibrary,
  type RunFilter,
  type RunItemFilter,
  type SyncRunView,
  type SyncSettings,
  type SyncSettingsChange,
} from '../../../src/areas/history/index.js';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import { NotFoundError } from '../../../src/platform/lib/errors.js';
import { noConnections, notPlayed } from './fake-connections.js';
import { noImports } from './fake-imports.js';
import { noLists } from './fake-lists.js';
import { noFiles } from './fake-files.js';
import { fakeUsage, noLimits } from './fake-usage.js';
import { noAuditLogs } from './fake-audit-logs.js';
import { noTranslation } from './fake-translation.js';
import { anItem } from './fake-item.js';
import { fakeReview, noMarks, noPlans, noRemovals } from './fake-review.js';
import { noJobs } from './fake-jobs.js';
import type { Logger } from '../../../src/platform/lib/logger.js';

export const keys = { all: 'wf_all', none: 'wf_none' };
export const runId = '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e';
export const otherRunId = '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5f';
export const plantedSecret = 'postgres://root:hunter2@db.internal/x';

interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function createFakeLog() {
  const lines: LogLine[] = [];
  const at = (bound: object): Logger => {
    const write = (level: string) => (fields: object, event: string) => {
      lines.push({ level, event, fields: { ...bound, ...fields } });
    };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => at({ ...bound, ...fields }),
    };
  };
  return { lines, log: at({}) };
}

export const aRun = (over: Partial<SyncRunView> = {}): SyncRunView => ({
  id: runId,
  userId: 'ann',
  mode: 'normal',
  trigger: 'manual',
  requestId: 'r1',
  undoes: null,
  workflowId: 'history:ann',
  workflowRunId: 'w1',
  status: 'success',
  advice: null,
  retryAt: null,
  startedAt: new Date('2026-11-22T09:00:00Z'),
  endedAt: new Date('2026-11-22T09:00:05Z'),
  certificate: null,
  requests: { trakt: 3, bangumi: 4, byEndpoint: { 'GET /x': 7 } },
  ...over,
});

export const aProgress = (over: Partial<ProgressView> = {}): ProgressView => ({
  runId,
  mode: 'normal',
  phase: 'marking',
  pages: { done: 1, total: 1 },
  items: { matched: 2, total: 2 },
  subjects: { done: 0, total: 2 },
  queued: 0,
  ...over,
});

const schedule: ScheduleView = {
  nextRuns: [new Date('2026-11-22T12:00:00Z')],
  paused: false,
  pauseNote: null,
  lastTick: { at: new Date('2026-11-22T06:00:00Z'), outcome: 'unchanged', why: null },
};

/** Everything the api stands on, in memory. What a test wants different it changes on `state`. */
export function createFakePorts() {
  const settings: SyncSettings = {
    enabled: true,
    cron: '0 */6 * * *',
    timeZone: 'UTC',
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
    version: 1,
    updatedAt: new Date('2026-11-22T08:00:00Z'),
  };
  const state = {
    settings,
    run: undefined as SyncRunView | undefined,
    progress: undefined as ProgressView | undefined,
    applied: [] as SyncSettings[],
    wishes: [] as SyncWish[],
    planWishes: [] as SyncWish[],
    filters: [] as RunFilter[],
    itemFilters: [] as RunItemFilter[],
    /** Runs whose plays were put back into line. */
    retried: [] as string[],
    nextCursor: null as string | null,
    changedBy: null as string | null,
    pause: null as ScheduleStanding['pause'],
    healthy: true,
    /** Awaited by `runs.latest`. */
    latest: async (): Promise<void> => Promise.resolve(),
    apply: async (): Promise<void> => Promise.resolve(),
  };
  const { lines, log } = createFakeLog();
  const clock = { now: () => new Date('2026-11-22T09:30:00Z') };
  // Over a database that is never asked: what these tests need of accounts is replaced.
  const db = connectDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', log });
  const deps: ApiDeps = {
    accountDeletion: { delete: async () => Promise.resolve('deleted') },
    audit: { record: async () => Promise.resolve() },
    auditLogs: noAuditLogs,
    notifications: createNotifications({
      db,
      secrets: { seal: (text) => text, open: (text) => text, needsReseal: () => false },
      ...{ clock, log },
      localeOf: async () => Promise.resolve('en'),
      publicUrl: 'http://watch.example',
      webhooks: { allowPrivate: false, timeoutMs: 1_000 },
    }),
    accounts: {
      ...createAccounts({ db, clock }),
      authenticate: async (key) => {
        const scopes = key === keys.all ? ['*'] : key === keys.none ? ['other:read'] : undefined;
        return Promise.resolve(
          scopes === undefined
            ? undefined
            : {
                userId: 'ann',
                scopes,
                role: 'member',
                via: { kind: 'key', keyId: `id-${key}`, limits: noLimits, ofAllKeys: noLimits },
              },
        );
      },
      authenticateSession: async () => Promise.resolve(undefined),
    },
    connections: noConnections,
    settings: {
      read: async () => Promise.resolve(state.settings),
      timeZoneOf: async () => Promise.resolve(state.settings.timeZone),
      change: async (_userId, change: SyncSettingsChange, { expectedVersion, by = null }) => {
        const { version } = state.settings;
        if (expectedVersion !== undefined && expectedVersion !== version)
          throw new SettingsConflictError(version);
        state.settings = { ...state.settings, ...change, version: version + 1 };
        state.changedBy = by;
        return Promise.resolve(state.settings);
      },
      revert: (_userId, version) =>
        Promise.reject(new NotFoundError(`There is no version ${version} of the settings.`)),
      versions: async () =>
        Promise.resolve({
          items: [{ settings: state.settings, changedBy: state.changedBy, revertOf: null }],
          nextBefore: null,
        }),
    },
    runs: {
      list: async (_userId, filter) => {
        state.filters.push(filter);
        return Promise.resolve({
          items: state.run === undefined ? [] : [state.run],
          nextCursor: state.nextCursor,
        });
      },
      find: async (_userId, id) => Promise.resolve(state.run?.id === id ? state.run : undefined),
      items: async (_run, filter) => {
        state.itemFilters.push(filter);
        return Promise.resolve({ items: [anItem], nextCursor: null });
      },
      titleBeingMarked: async () => Promise.resolve('Anime 1'),
      ...noMarks,
      retry: async ({ runId: id }) => {
        state.retried.push(id);
        return Promise.resolve({ released: 3, leftOver: 1 });
      },
      latest: async () => {
        await state.latest();
        return state.run;
      },
    },
    review: fakeReview,
    removals: noRemovals,
    imports: noImports,
    translation: noTranslation,
    usage: fakeUsage({ clock, log }),
    metrics: createMetrics(),
    files: noFiles,
    exports: { open: notPlayed },
    plays: { list: notPlayed, explain: notPlayed },
    wishes: { list: notPlayed },
    plans: {
      request: async (_userId, wish) => {
        state.planWishes.push(wish);
        const workflowId = 'history-plan:ann:1';
        return Promise.resolve({ planId: otherRunId, outcome: 'started', workflowId });
      },
      ...noPlans,
    },
    jobs: noJobs,
    systemHealth: {
      latest: () => Promise.resolve([]),
      page: () => Promise.resolve({ items: [], nextCursor: null }),
    },
    idMap: {
      view: async () => Promise.resolve({ version: 'bangumi-data 1', placed: 1, sets: [] }),
      rollBack: async (name) => Promise.resolve({ name, from: 'sha256:2', to: 'sha256:1' }),
      requestRefresh: async () =>
        Promise.resolve({ outcome: 'started', workflowId: 'job:id-map-refresh' }),
    },
    syncs: {
      request: async (_userId, wish) => {
        state.wishes.push(wish);
        return Promise.resolve({ runId, outcome: 'started', workflowId: 'history:ann' });
      },
      progress: async () => Promise.resolve(state.progress),
      cancel: async () =>
        Promise.resolve(state.progress === undefined ? 'not-running' : 'cancelling'),
    },
    lists: noLists,
    schedules: {
      listsTiming: '15 */6 * * *',
      follow: async () => {
        await state.apply();
        state.applied.push(state.settings);
      },
      describe: async () => Promise.resolve(schedule),
      look: async () => Promise.resolve({ pause: state.pause, pending: false, lastTick: null }),
      pause: async (_kind, _userId, { by, reason }) => {
        if (state.pause?.by === 'operator') return { outcome: 'held', pause: state.pause };
        state.pause = { by, reason, since: clock.now() };
        return Promise.resolve({ outcome: 'done' });
      },
      resume: async () => {
        if (state.pause?.by === 'operator') return { outcome: 'held', pause: state.pause };
        state.pause = null;
        return Promise.resolve({ outcome: 'done' });
      },
      trigger: async () => Promise.resolve('done'),
      ticks: async () => Promise.resolve({ items: [], nextCursor: null }),
      summary: async () =>
        Promise.resolve({
          total: 1,
          running: 1,
          paused: {
            person: 0,
            operator: 0,
            connection: 0,
            outside: 0,
            settings: 0,
            account: 0,
            process: 0,
            cron: 0,
          },
          next: { scheduleId: 'history:ann', at: clock.now() },
          lastError: null,
        }),
    },
    health: {
      check: async () =>
        Promise.resolve({
          database: state.healthy
            ? { ok: true, ms: 1 }
            : { ok: false, ms: 1, detail: plantedSecret },
          temporal: { ok: true, ms: 2 },
          files: { ok: state.healthy, ms: 1, detail: plantedSecret },
          cache: { ok: true, ms: 0 },
        }),
    },
    clock,
    log,
    version: '1.2.3',
    publicUrl: 'http://watch.example',
  };
  return { deps, state, lines };
}
