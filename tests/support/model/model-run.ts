import type { RunActivity } from './activity.js';
import type { World } from './open-world.js';
import type { TroubledRun } from './story.js';

export type RunPlan = Pick<
  TroubledRun,
  'mode' | 'which' | 'deaths' | 'losesRun' | 'goesOn' | 'atOnce'
>;

/** A run being driven. */
export interface Run {
  readonly world: World;
  readonly plan: RunPlan;
  readonly of: { readonly userId: string; readonly runId: string };
  readonly activity: RunActivity;
}

/** As many attempts as the workflow gives. */
export const attempts = { db: 30, reading: 8, marking: 7 };
