import type { Activities } from '../../../src/activities/index.js';
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
