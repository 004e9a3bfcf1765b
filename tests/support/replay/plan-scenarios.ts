import type { Client } from '@temporalio/client';
import { planWorkflowId, queueNames } from '../../../src/workflows/contract.js';
import { failing } from './failing.js';
import type { Execution, Scenario } from './scenario.js';
import type { Stage } from './stage.js';

/** Dry runs. */
export const planScenarios: Readonly<Record<string, () => Scenario>> = {
  'planHistory--looks-at-every-subject': () => ({ play: planning }),

  'planHistory--nothing-new': () => ({
    activities: {
      openPlan: () => Promise.resolve({ readId: null }),
      gatherPlan: () => Promise.resolve({ total: 0, undecided: 0 }),
      countPlanSubjects: () => Promise.resolve({ total: 0, open: 0 }),
    },
    play: planning,
  }),

  'planHistory--carries-library': () => ({
    activities: { openPlan: () => Promise.resolve({ readId: null, carries: true }) },
    play: planning,
  }),

  'planHistory--looks-at-removals': () => ({
    activities: {
      openPlan: () => Promise.resolve({ readId: null }),
      gatherPlan: () => Promise.resolve({ total: 3, undecided: 0, removals: 2 }),
    },
    play: planning,
  }),

  'planHistory--torn-read': () => ({
    activities: { readPages: failing('torn-read') },
    play: planning,
  }),

  'planHistory--needs-reauth': () => ({
    activities: { planSubjects: failing('needs-reauth') },
    play: planning,
  }),

  'planHistory--cancelled': () => {
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    return {
      activities: {
        planSubjects: () => {
          begin();
          // Goes on until it is cancelled: there is always one more.
          return Promise.resolve({ remaining: 1 });
        },
      },
      async play({ client, userId }) {
        const handle = await start(client, userId);
        await begun;
        await handle.cancel();
        await handle.result().catch(() => undefined);
        return { workflowId: handle.workflowId };
      },
    };
  },

  'scheduleTick--starts-dry-run': () => ({
    activities: { decideTick: () => Promise.resolve({ kind: 'plan' }) },
    play: async (stage) => ({ workflowId: await stage.tick() }),
  }),
};

const start = (client: Client, userId: string) =>
  client.workflow.start('planHistory', {
    workflowId: planWorkflowId(userId, 'request-1'),
    taskQueue: queueNames('').main,
    args: [{ userId, planId: userId, mode: 'normal', trigger: 'manual', requestId: 'request-1' }],
  });

async function planning({ client, userId }: Stage): Promise<Execution> {
  const handle = await start(client, userId);
  await handle.result();
  return { workflowId: handle.workflowId };
}
