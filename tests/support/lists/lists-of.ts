import { randomUUID } from 'node:crypto';
import {
  parseRule,
  type ListDraft,
  type ListRunView,
  type ListView,
  type Rule,
} from '../../../src/areas/lists/index.js';
import {
  listDeletionWorkflowId,
  listWorkflowId,
  type ListRequest,
} from '../../../src/workflows/contract.js';
import { eventually } from '../eventually.js';
import type { Person } from '../with-people.js';
import type { TestWatchflow } from '../with-watchflow.js';

type OnTrakt = ReturnType<TestWatchflow['trakt']['lists']['finalState']>[number];

/** What a person does with lists, and what becomes of it. */
export interface ListsOf {
  create(draft: Partial<ListDraft>): Promise<ListView>;
  /** A list of these items, in their order. */
  of(...items: string[]): Promise<ListView>;
  /** A list of the person's on Trakt taken over; `adopt`: it becomes this one. */
  takeOver(traktListId: number, adopt: boolean): Promise<ListView>;
  put(id: string, change: Partial<ListDraft>): Promise<ListView>;
  see(id: string): Promise<ListView>;
  ask(id: string, request?: Partial<ListRequest>): Promise<string>;
  /** The run once it is closed, and its workflow with it. */
  ended(id: string, runId: string): Promise<ListRunView>;
  /** A whole run, with the simulators' counts begun anew. */
  sync(id: string, request?: Partial<ListRequest>): Promise<ListRunView>;
  /** Deletes it, and waits until that has ended. */
  remove(id: string): Promise<ListView>;
  onTrakt(): readonly OnTrakt[];
  /** Writes to Trakt since the counts began anew. */
  writes(): number;
  /** Events told to the person, oldest first. */
  told(): Promise<readonly string[]>;
}

export const ruleOf = (document: object): Rule => {
  const parsed = parseRule({ version: 1, ...document });
  if (parsed.kind === 'rule') return parsed.rule;
  throw new Error(JSON.stringify(parsed.faults));
};

/** A rule of items named one by one. */
export const itemsRule = (items: readonly string[]): Rule =>
  ruleOf({ sources: [{ from: 'items', items }], sort: [{ by: 'given' }] });

const aDraft: ListDraft = {
  name: 'A list',
  description: '',
  rule: itemsRule(['movie:1']),
  privacy: 'private',
  displayNumbers: true,
  allowComments: false,
  overflow: 'refuse',
  strangers: 'remove',
  whenGone: 'unlink',
  enabled: true,
};

export function listsOf(world: TestWatchflow, { userId, name }: Person): ListsOf {
  const { watchflow, trakt, bangumi } = world;
  const { keeping, runs } = watchflow.lists;
  const { workflow } = watchflow.temporal.client;
  const over = (workflowId: string) =>
    workflow
      .getHandle(workflowId)
      .result()
      .catch(() => undefined);

  const lists: ListsOf = {
    create: (draft) => keeping.create(userId, { ...aDraft, ...draft }),
    of: (...items) => lists.create({ rule: itemsRule(items) }),
    takeOver: (traktListId, adopt) =>
      keeping.create(userId, { ...aDraft, name: '', rule: itemsRule([]) }, { traktListId, adopt }),
    put: (id, change) => keeping.change({ userId, id }, (draft) => ({ ...draft, ...change })),
    async see(id) {
      const list = await keeping.find(userId, id);
      if (list === undefined) throw new Error(`There is no list ${id}.`);
      return list;
    },
    async ask(id, request = {}) {
      const wish = { requestId: randomUUID(), trigger: 'manual', ...usual, ...request } as const;
      const { runId } = await watchflow.listing.request({ userId, listId: id }, wish);
      return runId;
    },
    async ended(id, runId) {
      const run = await eventually(async () => {
        const found = await runs.find(userId, runId);
        return found === undefined || found.status === 'running' ? undefined : found;
      }, `the end of run ${runId}`);
      await over(listWorkflowId(id));
      return run;
    },
    async sync(id, request) {
      trakt.resetCounts();
      bangumi.resetCounts();
      return lists.ended(id, await lists.ask(id, request));
    },
    async remove(id) {
      await keeping.takeAway(userId, id, { keepOnTrakt: false });
      await watchflow.listing.remove({ userId, listId: id });
      await over(listDeletionWorkflowId(id));
      return lists.see(id);
    },
    onTrakt: () => trakt.lists.finalState(name),
    writes: () =>
      Object.entries(trakt.counts())
        .filter(([endpoint]) => !endpoint.startsWith('GET '))
        .reduce((sum, [, count]) => sum + count, 0),
    async told() {
      const rows = await watchflow.db.notification.findMany({
        where: { userId },
        orderBy: { createdAt: 'asc' },
      });
      return rows.map(({ event }) => event);
    },
  };
  return lists;
}

const usual = { allowsRemovals: false, relink: false };
