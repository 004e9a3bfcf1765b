import { historyWorkflowId, type RunMode } from '../../../src/workflows/contract.js';
import { held } from './held.js';
import type { Scenario } from './scenario.js';

/** These are asked for, one after the other, while a normal run marks; then all goes on to its end. */
export function askedWhileMarking(modes: readonly RunMode[]): Scenario {
  const marking = held();
  return {
    activities: { markSubject: marking.act },
    async play(stage) {
      await stage.request('normal');
      await marking.begun;
      for (const mode of modes) await stage.request(mode);
      marking.release();
      await stage.syncEnds();
      return { workflowId: historyWorkflowId(stage.userId) };
    },
  };
}
