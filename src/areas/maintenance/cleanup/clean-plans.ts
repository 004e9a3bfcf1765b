import type { Clock } from '../../../platform/lib/clock.js';
import type { Retention } from '../../../platform/lib/retention.js';
import type { History } from '../../history/index.js';
import { daysBefore } from './removable.js';

export interface CleanedPlans {
  readonly planning: Pick<History['planning'], 'cleanUp'>;
}

export interface PlansDeps {
  readonly clock: Clock;
  readonly retention: Retention;
  readonly history: CleanedPlans;
}

/** Each goes with all that hangs on it in one transaction: as many rows as a person has plays. */
const plansAtOnce = 1;

/** Removes old dry runs, unless they are kept for good. */
export async function cleanPlans(
  { clock, retention, history }: PlansDeps,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, number>>> {
  const endedBefore = daysBefore(clock.now(), retention.planDays);
  if (endedBefore === undefined) return {};
  const policy = { endedBefore, isDryRun: false, limit: plansAtOnce };
  let plans = 0;
  for (;;) {
    signal?.throwIfAborted();
    const batch = await history.planning.cleanUp(policy);
    plans += batch;
    if (batch < plansAtOnce) return { plans };
  }
}

/** As many would go. */
export async function countPlans({ clock, retention, history }: PlansDeps, limit: number) {
  const { planDays } = retention;
  if (planDays === undefined) return [];
  const endedBefore = daysBefore(clock.now(), planDays);
  const rows = await history.planning.cleanUp({ endedBefore, isDryRun: true, limit });
  return [{ name: 'plans', keptDays: planDays, rows }];
}
