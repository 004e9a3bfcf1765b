import type { DeliveredBatch } from '../../../src/activities/notifications.js';
import type { DeviceStep } from '../../../src/areas/connections/index.js';
import { deviceWorkflowId, queueNames, wakeSignal } from '../../../src/workflows/contract.js';
import type { Scenario } from './scenario.js';

/** Workflows that nobody's sync waits for. */
export const backgroundScenarios: Readonly<Record<string, () => Scenario>> = {
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
};

/** Deliveries one batch after the other; after the last, none waits. */
function inTurn(...batches: readonly DeliveredBatch[]): () => Promise<DeliveredBatch> {
  const left = [...batches];
  return () => Promise.resolve(left.shift() ?? { attempted: 0, nextDueInMs: null });
}

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
