import { randomUUID } from 'node:crypto';
import {
  parseRule,
  type ListDraft,
  type ListRunView,
  type ListView,
} from '../../areas/lists/index.js';
import type { Watchflow } from '../compose/compose.js';
import { pollToEnd } from '../poll-to-end.js';
import type { DemoWorld } from './demo-world.js';
import { runningSeries } from './running-series.js';

/** A list of the demo, as the simulated Trakt shows it in the end. */
export interface DemoList {
  readonly name: string;
  readonly items: number;
  /** What is not as it should be; null: nothing. */
  readonly fault: string | null;
}

/** The three that the user guide begins with. */
const lists = [
  {
    name: 'Airing now · {{season}}',
    rule: {
      version: 1,
      sources: [{ from: 'collection', states: ['doing', 'wish'] }],
      filters: [{ by: 'airing' }],
      sort: [{ by: 'released' }],
      unit: 'show',
    },
  },
  {
    name: 'Wish list ({{count}})',
    rule: {
      version: 1,
      sources: [{ from: 'collection', states: ['wish'] }],
      score: [
        { term: 'bangumi-score', weight: 2 },
        { term: 'popularity', weight: 1 },
      ],
      unit: 'show',
    },
  },
  {
    name: 'Top rated',
    rule: {
      version: 1,
      sources: [{ from: 'ratings', at_least: 8 }],
      sort: [{ by: 'own-rating' }, { by: 'rated' }],
      unit: 'show',
      limit: 25,
    },
  },
] as const;

const settings = {
  description: '',
  privacy: 'private',
  displayNumbers: true,
  allowComments: false,
  overflow: 'refuse',
  strangers: 'remove',
  whenGone: 'unlink',
  enabled: true,
} as const;

export interface DemoListsOptions {
  readonly userId: string;
  readonly signal: AbortSignal;
}

/** Makes three smart lists, brings them to the simulated Trakt and holds what is there against what they are to hold. */
export async function makeDemoLists(
  watchflow: Watchflow,
  { trakt, bangumi }: Pick<DemoWorld, 'trakt' | 'bangumi'>,
  { userId, signal }: DemoListsOptions,
): Promise<readonly DemoList[]> {
  const made: DemoList[] = [];
  // The person finds two series more on Bangumi.
  for (const { subject, collection: type } of runningSeries)
    bangumi.setCollection(subject, { type });
  for (const { name, rule } of lists) {
    const { id } = await watchflow.lists.keeping.create(userId, toDraft(name, rule));
    const wish = { trigger: 'cli', allowsRemovals: false, relink: false } as const;
    const of = { userId, listId: id };
    const request = { requestId: randomUUID(), ...wish };
    const { runId } = await watchflow.listing.request(of, request);
    const run = await endOf(watchflow, { userId, runId }, signal);
    made.push(toDemoList(run, await watchflow.lists.keeping.find(userId, id), trakt));
  }
  return made;
}

function toDemoList(
  { status, counts, advice }: ListRunView,
  list: ListView | undefined,
  trakt: DemoWorld['trakt'],
): DemoList {
  const { parts = [], count } = list ?? {};
  const shown = trakt.lists
    .finalState()
    .find(({ id }) => parts.some(({ traktListId }) => traktListId === id));
  if (shown === undefined || counts === null)
    return { name: '', items: 0, fault: `${status}: ${advice ?? 'it is not there'}` };
  const items = shown.items.length;
  const isRight = status === 'success' && count === items + counts.notFound;
  return { name: shown.name, items, fault: isRight ? null : `${status}: ${count ?? 0} are wanted` };
}

function toDraft(name: string, document: object): ListDraft {
  const parsed = parseRule(document);
  if (parsed.kind === 'faulty') throw new Error(`The rule of ${name} is faulty.`);
  return { ...settings, name, rule: parsed.rule };
}

const endOf = (
  watchflow: Watchflow,
  { userId, runId }: { readonly userId: string; readonly runId: string },
  signal: AbortSignal,
): Promise<ListRunView> =>
  pollToEnd(watchflow, {
    find: async () => {
      const run = await watchflow.lists.runs.find(userId, runId);
      return run?.status === 'running' ? undefined : run;
    },
    tell: () => Promise.resolve(),
    signal,
  });
