import { randomUUID } from 'node:crypto';
import { createLists, type ListDraft, type Lists } from '../../../src/areas/lists/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import {
  startTraktSimulator,
  type ScenarioInput,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import { createCrashPoints, type CrashPoints } from '../model/crash-points.js';
import { crashable, crashableDatabase } from '../model/crashable.js';
import { aFilm, anAccount, anAnime, aWorld } from '../scenario-builders.js';
import { traktAt } from '../upstream-clients.js';

const films = Array.from({ length: 30 }, (_, n) => aFilm(n + 1));
const long = anAnime(101, { episodes: 5_000 });

/** Five thousand items for one list. */
export const manyEpisodes = Array.from(
  { length: 5_000 },
  (_, at) => `episode:${long.traktId * 1_000_000 + 10_000 + at + 1}`,
);

/** So long after a write the simulated Trakt shows what was before it, and so long we wait, in ms. */
const lag = { shown: 5_000, waited: 6_000 };

/** Attempts of a step, as Temporal would make them, and looks in one run. */
const most = { attempts: 40, rounds: 4, waits: 12 };

export interface StoryWorld {
  readonly trakt: TraktSimulator;
  readonly points: CrashPoints;
  readonly user: { readonly id: string; readonly name: string };
  /** Lists of a process that can be killed. */
  readonly lists: Lists;
  readonly moveOn: (ms: number) => void;
  stop(): Promise<void>;
}

type Account = Partial<NonNullable<ScenarioInput['trakt']['users']>[number]>;

/** The use cases over a Trakt that lags behind by a clock of the test's own: nobody waits. */
export async function storyWorld(db: Database, user: Account = {}): Promise<StoryWorld> {
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  const account = anAccount(1);
  const { scenario } = aWorld([...films, long], [account]);
  const users = (scenario.trakt.users ?? []).map((one) => ({ ...one, ...user }));
  const trakt = await startTraktSimulator({
    scenario: { ...scenario, trakt: { ...scenario.trakt, users } },
    clock,
    limits: 'off',
    lists: { lagMs: lag.shown },
  });
  const client = traktAt(trakt.url, { clientId: 'the-client' });
  const points = createCrashPoints();
  const userId = `u_${randomUUID()}`;
  const access = { accessToken: account.traktToken, limitKey: userId, accountName: account.name };
  const done = () => Promise.resolve();
  const lists = createLists({
    db: crashableDatabase(db, points.around),
    trakt: crashable(client, points.around),
    facts: nothingKnown,
    connections: { accessOf: () => Promise.resolve(access) },
    notifications: { notify: () => Promise.resolve('told') as never },
    audit: { record: done },
    localeOf: () => Promise.resolve('en'),
    timeZoneOf: () => Promise.resolve('UTC'),
    clock,
    readLagMs: lag.waited,
  });
  return {
    trakt,
    points,
    user: { id: userId, name: account.name },
    lists,
    moveOn: (ms) => {
      ahead += ms;
    },
    async stop() {
      client.destroy();
      await trakt.stop();
    },
  };
}

const nothingKnown = {
  readCollection: () => Promise.resolve({ complete: true }),
  readLibrary: () => Promise.resolve({ complete: true }),
  placeSubjects: () => Promise.resolve({ waiting: 0 }),
  knownTitles: () =>
    Promise.resolve({ titles: [], collectionReadAt: null, waiting: 0, notPlaced: [] }),
  freshness: () => Promise.resolve({ collectionReadAt: null, waiting: 0 }),
};

/** A run as its workflow makes it: each step again until it has gone well, whatever process dies meanwhile. Waits move the clock on. */
export async function runThrough(
  { lists, points, user, moveOn }: StoryWorld,
  listId: string,
  { allowsRemovals = true }: { readonly allowsRemovals?: boolean } = {},
): Promise<string> {
  const { syncing } = lists;
  const of = { userId: user.id, listId, runId: randomUUID() };
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (thrown) {
        if (attempt === most.attempts) throw thrown;
        points.revive();
        moveOn(200);
      }
    }
  };
  const close = async (status: 'success' | 'unlinked' | 'refused' | 'asks' | 'incomplete') => {
    const ending = { ...of, status, advice: null, retryAt: null };
    return (await step(() => syncing.close(ending))).status;
  };
  await step(() =>
    syncing.open({
      id: of.runId,
      listId,
      userId: user.id,
      kind: 'reconcile',
      trigger: 'manual',
      requestId: null,
      allowsRemovals,
      relink: true,
      workflowId: 'w',
      workflowRunId: 'r',
    }),
  );
  await step(() => syncing.evaluate(of));
  for (let waits = 0; waits < most.waits; waits += 1) {
    const prepared = await step(() => syncing.prepare(of, {}));
    if (prepared.kind === 'wait') moveOn(prepared.ms);
    else if (prepared.kind === 'gone') return close('success');
    else if (prepared.kind !== 'ready') return close(prepared.kind);
    else {
      const ended = await lookUntilShown(prepared.parts);
      if (ended !== 'gone') return close(ended);
      moveOn(lag.waited);
    }
  }
  return close('incomplete');

  type Parts = Extract<Awaited<ReturnType<typeof syncing.prepare>>, { kind: 'ready' }>['parts'];

  async function lookUntilShown(parts: Parts): Promise<'success' | 'asks' | 'incomplete' | 'gone'> {
    let open = parts;
    for (let round = 1; open.length > 0; round += 1) {
      const written: Parts[number][] = [];
      for (const part of open) {
        const isLast = round === most.rounds;
        const looked = await step(() => syncing.reconcile({ ...of, part, isLast }, {}));
        if (looked.kind === 'gone' || looked.kind === 'asks') return looked.kind;
        if (looked.kind === 'differs') return 'incomplete';
        if (looked.kind === 'written') written.push(part);
      }
      open = written;
      if (open.length > 0) moveOn(lag.waited);
    }
    return 'success';
  }
}

export const listDraft = (draft: Pick<ListDraft, 'rule'> & Partial<ListDraft>): ListDraft => ({
  name: 'A list of {{count}}',
  description: '',
  privacy: 'private',
  displayNumbers: true,
  allowComments: false,
  overflow: 'refuse',
  strangers: 'remove',
  whenGone: 'recreate',
  enabled: true,
  ...draft,
});
