import type { Opened } from '../../../src/activities/history/index.js';
import type { Activities } from '../../../src/activities/index.js';
import { historyWorkflowId } from '../../../src/workflows/contract.js';
import { backgroundScenarios } from './background-scenarios.js';
import { importScenarios } from './import-scenarios.js';
import { listScenarios } from './list-scenarios.js';
import { planScenarios } from './plan-scenarios.js';
import { askedWhileMarking } from './asked-while-marking.js';
import { held } from './held.js';
import { failing } from './failing.js';
import type { Execution, Scenario } from './scenario.js';
import type { Stage } from './stage.js';
import { takingBackScenarios } from './taking-back-scenarios.js';

const syncOf = ({ userId }: Stage): Execution => ({ workflowId: historyWorkflowId(userId) });

/** The execution that is under way, whatever it goes on in later. */
const underWay = async ({ client, userId }: Stage): Promise<Execution> => {
  const workflowId = historyWorkflowId(userId);
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  return { workflowId, runId };
};

const untilTheEnd = async (stage: Stage): Promise<Execution> => {
  await stage.request('normal');
  await stage.syncEnds();
  return syncOf(stage);
};

const tickOnly = async (stage: Stage): Promise<Execution> => ({ workflowId: await stage.tick() });

/** Of somebody who wants ratings or states carried over. */
const carrying = (): Promise<Opened> => Promise.resolve({ next: 'work', carries: true });

/** Name of the history file → what is played. Each guards one way through the workflows. */
export const scenarios: Readonly<Record<string, () => Scenario>> = {
  'syncHistory--marks-every-subject': () => ({ play: untilTheEnd }),

  'syncHistory--carries-library': () => ({
    activities: { openRun: carrying },
    play: untilTheEnd,
  }),

  'syncHistory--rating-parked': () => ({
    activities: { openRun: carrying, settleWishes: failing('unavailable') },
    play: untilTheEnd,
  }),

  'syncHistory--nothing-new': () => ({
    activities: { openRun: () => Promise.resolve({ next: 'nothing' }) },
    play: untilTheEnd,
  }),

  'syncHistory--full-behind-normal': () => askedWhileMarking(['normal', 'full']),

  'syncHistory--asked-while-marking': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        const first = await underWay(stage);
        await marking.begun;
        await stage.request('normal');
        await stage.request('normal');
        marking.release();
        await stage.syncEnds();
        return first;
      },
    };
  },

  'syncHistory--asked-while-reading': () => {
    const closing = held();
    return {
      activities: { closeRead: closing.act },
      async play(stage) {
        await stage.request('normal');
        await closing.begun;
        await stage.request('normal');
        closing.release();
        await stage.syncEnds();
        return syncOf(stage);
      },
    };
  },

  'syncHistory--cancelled-with-runs-behind': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        await marking.begun;
        await stage.request('normal');
        await stage.request('full');
        await stage.commands.cancel(stage.userId);
        await stage.syncEnds();
        return syncOf(stage);
      },
    };
  },

  'syncHistory--asked-while-cancelling': () => {
    const marking = held();
    const closing = held();
    return {
      activities: {
        markSubject: marking.act,
        closeRun: async ({ stoppedBy }) => {
          await closing.act();
          return { status: stoppedBy ?? 'success' };
        },
      },
      async play(stage) {
        await stage.request('normal');
        const first = await underWay(stage);
        await marking.begun;
        await stage.commands.cancel(stage.userId);
        await closing.begun;
        await stage.request('normal');
        marking.release();
        closing.release();
        await stage.syncEnds();
        return first;
      },
    };
  },

  'syncHistory--cancelled-then-asked': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        const first = await underWay(stage);
        await marking.begun;
        await stage.request('normal');
        let asked: Promise<unknown> = Promise.resolve();
        await stage.withoutWorkers(async () => {
          await stage.commands.cancel(stage.userId);
          asked = stage.request('normal');
        });
        await asked;
        marking.release();
        await stage.syncEnds();
        return first;
      },
    };
  },

  'syncHistory--cancelled-while-marking': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        await marking.begun;
        await stage.commands.cancel(stage.userId);
        await stage.syncEnds();
        return syncOf(stage);
      },
    };
  },

  'syncHistory--torn-read': () => ({
    activities: { readPages: failing('torn-read') },
    play: untilTheEnd,
  }),

  'syncHistory--needs-reauth': () => ({
    activities: { openRun: failing('unauthorized') },
    play: untilTheEnd,
  }),

  'syncHistory--rate-limited-long': () => ({
    activities: {
      matchPlays: failing('rate-limited', {
        service: 'bangumi',
        retryAt: '2026-11-22T13:00:00.000Z',
      }),
    },
    play: untilTheEnd,
  }),

  'syncHistory--subject-parked': () => {
    const refuse = failing('rejected');
    return {
      activities: {
        markSubject: ({ subjectId }) => (subjectId === 2 ? refuse() : Promise.resolve()),
      },
      play: untilTheEnd,
    };
  },

  'syncHistory--service-down': () => ({
    activities: { markSubject: failing('unavailable') },
    play: untilTheEnd,
  }),

  'syncHistory--continues-as-new': () => ({
    activities: manyPages(),
    async play(stage) {
      await stage.request('normal');
      const first = await underWay(stage);
      await stage.syncEnds();
      return first;
    },
  }),

  'syncHistory--continued': () => ({ activities: manyPages(), play: untilTheEnd }),

  'syncHistory--started-by-tick': () => ({
    async play(stage) {
      await stage.tick();
      await stage.syncEnds();
      return syncOf(stage);
    },
  }),

  'scheduleTick--starts-job': () => ({
    play: async (stage) => ({ workflowId: (await stage.tickOfJob()).tick }),
  }),

  'runJob--reports': () => ({
    async play(stage) {
      const { job } = await stage.tickOfJob();
      await stage.client.workflow.getHandle(job).result();
      return { workflowId: job };
    },
  }),

  'runJob--in-the-book': () => ({
    async play(stage) {
      const { job } = await stage.tickOfJob();
      await stage.client.workflow.getHandle(job).result();
      return { workflowId: job };
    },
  }),

  'runJob--fails': () => ({
    activities: { runJob: failing('unavailable') },
    async play(stage) {
      const { job } = await stage.tickOfJob();
      await stage.client.workflow
        .getHandle(job)
        .result()
        .catch(() => undefined);
      return { workflowId: job };
    },
  }),

  ...backgroundScenarios,
  ...planScenarios,
  ...takingBackScenarios,
  ...importScenarios,
  ...listScenarios,

  'scheduleTick--starts-sync': () => ({
    async play(stage) {
      const workflowId = await stage.tick();
      await stage.syncEnds();
      return { workflowId };
    },
  }),

  'scheduleTick--joins-sync': () => {
    const opening = held();
    return {
      activities: {
        openRun: async () => {
          await opening.act();
          return { next: 'nothing' };
        },
      },
      async play(stage) {
        await stage.request('normal');
        await opening.begun;
        const workflowId = await stage.tick();
        opening.release();
        await stage.syncEnds();
        return { workflowId };
      },
    };
  },

  'scheduleTick--unchanged': () => ({
    activities: { decideTick: () => Promise.resolve({ kind: 'unchanged' }) },
    play: tickOnly,
  }),

  'scheduleTick--skipped-needs-reauth': () => ({
    activities: { decideTick: failing('unauthorized') },
    play: tickOnly,
  }),
};

/** More pages than fit below the recorder's limit for one execution. */
function manyPages(): Partial<Activities> {
  let page = 0;
  return {
    readPages: () => {
      page += 1;
      return Promise.resolve({ walked: page >= 40, page, pageCount: 40 });
    },
  };
}
