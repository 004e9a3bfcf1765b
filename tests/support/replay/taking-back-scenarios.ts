import { historyWorkflowId } from '../../../src/workflows/contract.js';
import { askedWhileMarking } from './asked-while-marking.js';
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

  'syncHistory--undo-behind-normal': () => askedWhileMarking(['undo', 'normal']),
};
