import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import type { SyncRunView } from '../../src/areas/history/index.js';
import type { Clock } from '../../src/platform/lib/clock.js';
import type { BangumiSimulator } from '../../src/simulators/index.js';
import { historyWorkflowId, type SyncMode } from '../../src/workflows/contract.js';
import { eventually } from './eventually.js';
import { anAccount, aWorld, type TestAccount, type TestTitle } from './scenario-builders.js';
import { withWatchflow, type TestWatchflow } from './with-watchflow.js';

type Watchflow = TestWatchflow['watchflow'];
type Standing = Awaited<ReturnType<Watchflow['history']['standings']>>[number];

export interface Watching {
  /** First episode; films have none. */
  readonly from?: number;
  readonly count?: number;
  readonly at?: string;
  readonly season?: number;
  /** A history id of one's own choice. */
  readonly id?: string;
}

/** A user with an account of their own on either side. */
export interface Person extends TestAccount {
  readonly userId: string;
  /** Adds plays on Trakt; answers their history ids. */
  watch(title: TestTitle, watching?: Watching): readonly string[];
  /** Asks for a sync; answers which run serves it. */
  ask(mode?: SyncMode, requestId?: string): Promise<{ runId: string; outcome: string }>;
  /** The run once it is closed, and its workflow with it. */
  closed(runId: string): Promise<SyncRunView>;
  /** A whole run, with the simulators' counts begun anew. */
  sync(mode?: SyncMode): Promise<SyncRunView>;
  /** Where their plays stand, by history id. */
  plays(): Promise<Readonly<Record<string, Standing>>>;
  /** What they have on Bangumi. */
  onBangumi(): ReturnType<BangumiSimulator['finalState']>;
  /** Writes carried out for them. */
  writes(): ReturnType<BangumiSimulator['writes']>;
  /** Their sum: episodes sent, marks that changed by it, collections sent. */
  written(): { readonly sent: number; readonly changed: number; readonly collections: number };
}

export interface WithPeopleOptions {
  readonly titles: readonly TestTitle[];
  /** Instead of a bangumi-data file that knows all of them. */
  readonly idMap?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly workers?: boolean;
}

const accounts = Array.from({ length: 90 }, (_, index) => anAccount(index + 1));

/** The whole product over a world of these titles; each call of `someone` gives a person nobody else in the file uses. */
export function withPeople({ titles, ...options }: WithPeopleOptions): () => TestWatchflow & {
  readonly someone: () => Promise<Person>;
} {
  const { scenario, idMap } = aWorld(titles, accounts);
  const world = withWatchflow({ idMap, ...options, scenario: () => scenario });
  // The first account is the first user's.
  const free = accounts.slice(1);

  afterEach(() => {
    world().trakt.faults.clear();
    world().bangumi.faults.clear();
  });

  return () => ({
    ...world(),
    async someone() {
      const account = free.shift();
      if (account === undefined) throw new Error('All accounts of this file are taken.');
      return aPerson(world(), account);
    },
  });
}

async function aPerson(world: TestWatchflow, account: TestAccount): Promise<Person> {
  const { watchflow, trakt, bangumi } = world;
  const { name, traktToken, bangumiToken } = account;
  const userId = `u_${name}`;
  const writes = () => bangumi.writes().filter(({ username }) => username === name);
  await watchflow.db.user.create({ data: { id: userId, name } });
  await watchflow.connections.adoptConfigured({
    userId,
    trakt: { accessToken: traktToken },
    bangumi: { accessToken: bangumiToken },
  });
  return {
    ...account,
    userId,
    watch: watching(trakt, name),
    ...syncing(world, userId),
    async plays() {
      const standings = await watchflow.history.standings(userId);
      return Object.fromEntries(standings.map((standing) => [standing.sourceRef, standing]));
    },
    onBangumi: () => bangumi.finalState(name),
    writes,
    written: () => ({
      sent: writes().flatMap(({ episodeIds }) => episodeIds).length,
      changed: writes().flatMap(({ changedEpisodeIds }) => changedEpisodeIds).length,
      collections: writes().filter(({ episodeIds }) => episodeIds.length === 0).length,
    }),
  };
}

const watching =
  (trakt: TestWatchflow['trakt'], username: string): Person['watch'] =>
  (title, { from = 1, count = 1, at = '2026-11-01T12:00:00.000Z', season = 1, id } = {}) =>
    Array.from({ length: count }, (_, index) => {
      const watchedAt = new Date(Date.parse(at) + index * 24 * 60_000).toISOString();
      const item =
        title.kind === 'movie'
          ? { movie: title.traktId }
          : { show: title.traktId, season, number: from + index };
      return trakt.addPlay({ ...item, watchedAt, id }, { username });
    });

function syncing(
  { watchflow, trakt, bangumi }: TestWatchflow,
  userId: string,
): Pick<Person, 'ask' | 'closed' | 'sync'> {
  const ask: Person['ask'] = (mode = 'normal', requestId = randomUUID()) =>
    watchflow.syncs.request(userId, { requestId, mode, trigger: 'manual' });

  const closed: Person['closed'] = async (runId) => {
    const run = await eventually(async () => {
      const found = await watchflow.history.runs.find(userId, runId);
      return found === undefined || found.status === 'running' ? undefined : found;
    }, `the end of run ${runId}`);
    await watchflow.temporal.client.workflow
      .getHandle(historyWorkflowId(userId))
      .result()
      .catch(() => undefined);
    return run;
  };

  return {
    ask,
    closed,
    async sync(mode) {
      trakt.resetCounts();
      bangumi.resetCounts();
      const { runId } = await ask(mode);
      return closed(runId);
    },
  };
}

/** Requests since the counts began anew; Bangumi's episode tables are cached and counted apart. */
export function requestsOf({ trakt, bangumi }: Pick<TestWatchflow, 'trakt' | 'bangumi'>): {
  readonly trakt: number;
  readonly bangumi: number;
  readonly tables: number;
} {
  const { 'GET /v0/episodes': tables = 0, ...others } = bangumi.counts();
  return { trakt: sumOf(trakt.counts()), bangumi: sumOf(others), tables };
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
