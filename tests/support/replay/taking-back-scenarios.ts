import { historyWorkflowId } from '../../../src/workflows/contract.js';
import { held } from './held.js';
import type { Scenario } from './scenario.js';

/** What takes back what was set on Bangumi. */
export const takingBackScenarios: Readonly<Record<string, () => Scenario>> = {
  'syncHistory--takes-removed-marks-away': () => ({
    activities: { decideRemovals: () => Promise.resolve({ due: 2 }) },
    async play(stage) {
      await stage.request('normal');
      await stage.syncEnds();
      return { workflowId: historyWorkflowId(stage.userId) };
    },
  }),

  'syncHistory--undoes-a-run': () => ({
    async play(stage) {
      await stage.request('undo');
      await stage.syncEnds();
      return { workflowId: historyWorkflowId(stage.userId) };
    },
  }),

  'syncHistory--undo-behind-normal': () => {
    const marking = held();
    return {
      activities: { markSubject: marking.act },
      async play(stage) {
        await stage.request('normal');
        await marking.begun;
        await stage.request('undo');
        await stage.request('normal');
        marking.release();
        await stage.syncEnds();
        return { workflowId: historyWorkflowId(stage.userId) };
      },
    };
  },
};
