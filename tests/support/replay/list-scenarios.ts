import { randomUUID } from 'node:crypto';
import type { Activities } from '../../../src/activities/index.js';
import { createListCommands } from '../../../src/orchestration/lists.js';
import {
  listDeletionWorkflowId,
  listsWorkflowId,
  listWorkflowId,
  queueNames,
  searchAttributes,
} from '../../../src/workflows/contract.js';
import { collectLog } from '../collect-log.js';
import { failing } from './failing.js';
import { held } from './held.js';
import type { Execution, Scenario } from './scenario.js';
import type { Stage } from './stage.js';

type Prepared = Awaited<ReturnType<Activities['prepareList']>>;
type Looked = Awaited<ReturnType<Activities['reconcileListPart']>>;

const part = { part: 1, parts: 1, traktListId: 7, from: 0, to: 3, also: [] };

/** Answers one after the other; the last again and again. */
function inTurn<T>(first: T, ...others: readonly T[]): () => Promise<T> {
  const answers = [first, ...others];
  return () => {
    const [answer = first] = answers;
    if (answers.length > 1) answers.shift();
    return Promise.resolve(answer);
  };
}

const prepares = (...answers: readonly [Prepared, ...Prepared[]]) => inTurn(...answers);
const looks = (...answers: readonly [Looked, ...Looked[]]) => inTurn(...answers);

/** Lists. */
export const listScenarios: Readonly<Record<string, () => Scenario>> = {
  'reconcileList--writes-and-looks-again': () => ({
    activities: {
      readListCollection: inTurn({ complete: false }, { complete: true }),
      placeListSubjects: inTurn({ waiting: 40 }, { waiting: 0 }),
      prepareList: prepares({ kind: 'wait', ms: 100 }, { kind: 'ready', parts: [part] }),
      reconcileListPart: looks({ kind: 'written', ms: 100 }, { kind: 'shown' }),
    },
    play: untilTheEnd,
  }),

  'reconcileList--nothing-changed': () => ({ play: untilTheEnd }),

  'reconcileList--takes-over': () => ({
    activities: {
      openListRun: () =>
        Promise.resolve({ kind: 'go', collection: false, seasons: false, takesOver: true }),
    },
    play: untilTheEnd,
  }),

  'reconcileList--gone-while-looked-at': () => ({
    activities: {
      reconcileListPart: looks({ kind: 'gone', ms: 100 }, { kind: 'shown' }),
    },
    play: untilTheEnd,
  }),

  'reconcileList--over-the-limit': () => ({
    activities: {
      prepareList: prepares({
        kind: 'refused',
        limit: 'items-per-list',
        allowed: 100,
        needed: 300,
        advice: ['limit-rule', 'spill', 'vip'],
      }),
    },
    play: untilTheEnd,
  }),

  'reconcileList--limit-told-by-trakt': () => ({
    activities: { reconcileListPart: failing('account-limit', { service: 'trakt' }) },
    play: untilTheEnd,
  }),

  'reconcileList--asks-first': () => ({
    activities: { reconcileListPart: looks({ kind: 'asks', removing: 30, shown: 40 }) },
    play: untilTheEnd,
  }),

  'reconcileList--unlinked': () => ({
    activities: { prepareList: prepares({ kind: 'unlinked', why: 'deleted' }) },
    play: untilTheEnd,
  }),

  'reconcileList--never-shown': () => ({
    activities: {
      reconcileListPart: ({ isLast }) =>
        Promise.resolve(
          isLast ? { kind: 'differs', what: ['items'] } : { kind: 'written', ms: 100 },
        ),
    },
    play: untilTheEnd,
  }),

  'reconcileList--bangumi-down': () => ({
    activities: { readListCollection: failing('unavailable', { service: 'bangumi' }) },
    play: untilTheEnd,
  }),

  'reconcileList--list-is-gone': () => ({
    activities: { openListRun: () => Promise.resolve({ kind: 'gone' }) },
    play: untilTheEnd,
  }),

  'reconcileList--asked-while-writing': () =>
    whileWriting(async ({ request }) => {
      await request();
      await request({ allowsRemovals: true });
    }),

  'reconcileList--cancelled-with-a-run-behind': () =>
    whileWriting(async ({ request, cancel }) => {
      await request();
      await cancel();
    }),

  'reconcileLists--one-after-the-other': () => ({
    activities: listsOfTheirOwn(),
    async play({ client, userId }) {
      const workflowId = listsWorkflowId(userId);
      await client.workflow.execute('reconcileLists', {
        workflowId,
        taskQueue: queueNames('').main,
        args: [{ userId }],
      });
      return { workflowId };
    },
  }),

  'scheduleTick--starts-lists': () => ({ activities: listsOfTheirOwn(), play: tickOfLists }),

  'scheduleTick--skips-lists': () => ({
    activities: { decideListsTick: () => Promise.resolve({ skip: 'rate-limited' }) },
    play: tickOfLists,
  }),

  'deleteList--gone-on-trakt': () => ({
    activities: {
      deleteListOnTrakt: inTurn<Awaited<ReturnType<Activities['deleteListOnTrakt']>>>(
        { kind: 'wait', ms: 100 },
        { kind: 'deleted', left: 1 },
      ),
    },
    play: deleting,
  }),

  'deleteList--keeps-trying': () => {
    let attempts = 0;
    const fail = failing('unavailable', { service: 'trakt' });
    return {
      activities: {
        deleteListOnTrakt: () => {
          attempts += 1;
          return attempts < 3 ? fail() : Promise.resolve({ kind: 'deleted', left: 0 });
        },
      },
      play: deleting,
    };
  },

  'deleteList--cancelled': () => ({
    activities: { deleteListOnTrakt: failing('needs-reauth') },
    async play(stage) {
      const { workflowId, handle } = await beginDeleting(stage, 600_000);
      await handle.cancel();
      await handle.result().catch(() => undefined);
      return { workflowId };
    },
  }),
};

/** Workflow ids of lists are made of theirs: no two scenarios share one. */
const listsOfTheirOwn = (): Partial<Activities> => {
  const listIds = [randomUUID(), randomUUID()];
  return { dueLists: () => Promise.resolve({ listIds }) };
};

function aList({ client, userId }: Stage) {
  const listId = userId;
  const queues = queueNames('');
  const commands = createListCommands({ client, queues, log: collectLog().log });
  const workflowId = listWorkflowId(listId);
  let requests = 0;
  return {
    workflowId,
    request: ({ allowsRemovals = false } = {}) => {
      requests += 1;
      const wish = { requestId: `request-${requests}`, trigger: 'manual', relink: false } as const;
      return commands.request({ userId, listId }, { ...wish, allowsRemovals });
    },
    cancel: () => client.workflow.getHandle(workflowId).cancel(),
    ends: async () => {
      await client.workflow
        .getHandle(workflowId)
        .result()
        .catch(() => undefined);
    },
  };
}

/** Something happens while the first run writes. */
function whileWriting(happens: (list: ReturnType<typeof aList>) => Promise<void>): Scenario {
  const writing = held();
  return {
    activities: {
      async reconcileListPart() {
        await writing.act();
        return { kind: 'shown' };
      },
    },
    async play(stage) {
      const list = aList(stage);
      await list.request();
      await writing.begun;
      await happens(list);
      writing.release();
      await list.ends();
      return { workflowId: list.workflowId };
    },
  };
}

async function untilTheEnd(stage: Stage): Promise<Execution> {
  const { request, ends, workflowId } = aList(stage);
  await request();
  await ends();
  return { workflowId };
}

async function tickOfLists({ client, userId }: Stage): Promise<Execution> {
  const scheduleId = listsWorkflowId(userId);
  const workflowId = `${scheduleId}-2026-11-22T12:00:00Z`;
  await client.workflow.execute('scheduleTick', {
    workflowId,
    taskQueue: queueNames('').main,
    args: [{ scheduleId, listsOf: userId }],
    typedSearchAttributes: [{ key: searchAttributes.user, value: userId }],
  });
  return { workflowId };
}

async function beginDeleting({ client, userId }: Stage, first = 100) {
  const workflowId = listDeletionWorkflowId(userId);
  const pace = { first, longest: first };
  const handle = await client.workflow.start('deleteList', {
    workflowId,
    taskQueue: queueNames('').main,
    args: [{ userId, listId: userId, runId: 'run-1', pace }],
  });
  return { workflowId, handle };
}

async function deleting(stage: Stage): Promise<Execution> {
  const { workflowId, handle } = await beginDeleting(stage);
  await handle.result();
  return { workflowId };
}
