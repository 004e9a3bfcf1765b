import { Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../src/activities/index.js';
import type { DeviceStep } from '../../../src/areas/connections/index.js';
import type { DeliveredBatch } from '../../../src/activities/notifications.js';
import {
  deviceWorkflowId,
  historyWorkflowId,
  queueNames,
  wakeSignal,
} from '../../../src/workflows/contract.js';
import type { Stage } from './stage.js';

/** Which execution to keep; without a run id the latest. */
export interface Execution {
  readonly workflowId: string;
  readonly runId?: string | undefined;
}

export interface Scenario {
  readonly activities?: Partial<Activities>;
  /** Plays to the end, and answers what to record. */
  readonly play: (stage: Stage) => Promise<Execution>;
}

const syncOf = ({ userId }: Stage): Execution => ({ workflowId: historyWorkflowId(userId) });

const untilTheEnd = async (stage: Stage): Promise<Execution> => {
  await stage.request('normal');
  await stage.syncEnds();
  return syncOf(stage);
};

const failing =
  (type: string, details: object = {}) =>
  (): Promise<never> =>
    Promise.reject(
      ApplicationFailure.create({
        type,
        message: `scripted ${type}`,
        nonRetryable: true,
        details: [details],
      }),
    );

const tickOnly = async (stage: Stage): Promise<Execution> => ({ workflowId: await stage.tick() });

/** An activity that tells when it began and goes on until released or cancelled. */
function held() {
  let begin: () => void = () => undefined;
  let release: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const act = async (): Promise<void> => {
    const beat = setInterval(() => {
      heartbeat();
    }, 100);
    begin();
    await Promise.race([released, Context.current().cancelled]).finally(() => {
      clearInterval(beat);
    });
  };
  return {
    act,
    begun,
    release: () => {
      release();
    },
  };
}

/** Deliveries one batch after the other; after the last, none waits. */
function inTurn(...batches: readonly DeliveredBatch[]): () => Promise<DeliveredBatch> {
  const left = [...batches];
  return () => Promise.resolve(left.shift() ?? { attempted: 0, nextDueInMs: null });
}

/** Name of the history file → what is played. Each guards one way through the workflows. */
export const scenarios: Readonly<Record<string, () => Scenario>> = {
  'syncHistory--marks-every-subject': () => ({ play: untilTheEnd }),

  'syncHistory--nothing-new': () => ({
    activities: { openRun: () => Promise.resolve({ next: 'nothing' }) },
    play: untilTheEnd,
  }),

  'syncHistory--full-behind-normal': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        await marking.begun;
        await stage.request('normal');
        await stage.request('full');
        marking.release();
        await stage.syncEnds();
        return syncOf(stage);
      },
    };
  },

  'syncHistory--asked-while-marking': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        const { runId } = await stage.client.workflow
          .getHandle(historyWorkflowId(stage.userId))
          .describe();
        await marking.begun;
        await stage.request('normal');
        await stage.request('normal');
        marking.release();
        await stage.syncEnds();
        return { ...syncOf(stage), runId };
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
        const { runId } = await stage.client.workflow
          .getHandle(historyWorkflowId(stage.userId))
          .describe();
        await marking.begun;
        await stage.commands.cancel(stage.userId);
        await closing.begun;
        await stage.request('normal');
        marking.release();
        closing.release();
        await stage.syncEnds();
        return { ...syncOf(stage), runId };
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
      const { runId } = await stage.client.workflow
        .getHandle(historyWorkflowId(stage.userId))
        .describe();
      await stage.syncEnds();
      return { ...syncOf(stage), runId };
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

  'connectDevice--asks-until-over': () => {
    const steps: DeviceStep[] = [{ kind: 'wait', seconds: 1 }];
    return {
      activities: { pollDevice: () => Promise.resolve(steps.shift() ?? { kind: 'over' }) },
      async play({ client, userId }) {
        const workflowId = deviceWorkflowId(userId);
        await client.workflow.execute('connectDevice', {
          workflowId,
          taskQueue: queueNames('').main,
          args: [{ userId, attemptId: userId }],
        });
        return { workflowId };
      },
    };
  },

  'deliverNotifications--sends-what-waits': () => ({
    activities: { deliverDue: inTurn({ attempted: 2, nextDueInMs: 0 }) },
    play: delivering(60_000),
  }),

  'deliverNotifications--leaves-later-to-the-schedule': () => ({
    activities: { deliverDue: inTurn({ attempted: 1, nextDueInMs: 5_000 }) },
    play: delivering(0),
  }),

  'deliverNotifications--woken-while-it-waits': () => {
    const turn = inTurn({ attempted: 1, nextDueInMs: 30_000 });
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    return {
      activities: {
        deliverDue: () => {
          begin();
          return turn();
        },
      },
      play: delivering(60_000, begun),
    };
  },

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

/** Plays a delivery under an id of its own; wakes it once, if told when. */
const delivering =
  (patienceMs: number, wakeAfter?: Promise<void>): Scenario['play'] =>
  async ({ client, userId }) => {
    const workflowId = `notifications:deliver-${userId}`;
    const handle = await client.workflow.start('deliverNotifications', {
      workflowId,
      taskQueue: queueNames('').main,
      args: [{ patienceMs }],
    });
    if (wakeAfter !== undefined) {
      await wakeAfter;
      await handle.signal(wakeSignal);
    }
    await handle.result();
    return { workflowId };
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
