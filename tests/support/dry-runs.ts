import { randomUUID } from 'node:crypto';
import type { PlanItem, PlanSubject, PlanView } from '../../src/areas/history/index.js';
import type { SyncMode } from '../../src/workflows/contract.js';
import { eventually } from './eventually.js';
import type { Person } from './with-people.js';
import type { TestWatchflow } from './with-watchflow.js';

export interface FoundPlan extends PlanView {
  readonly items: readonly PlanItem[];
  readonly touched: readonly PlanSubject[];
}

/** A dry run, once it has ended, with all it found. */
export async function planned(
  { watchflow }: TestWatchflow,
  userId: string,
  planId: string,
): Promise<FoundPlan> {
  const { planning } = watchflow.history;
  const plan = await eventually(async () => {
    const found = await planning.find(userId, planId);
    return found === undefined || found.endedAt === null ? undefined : found;
  }, `the end of dry run ${planId}`);
  const items = await planning.items(planId, { limit: 1000 });
  const subjects = await planning.subjects(planId, { limit: 1000 });
  return { ...plan, items: items.items, touched: subjects.items };
}

export async function planFor(
  world: TestWatchflow,
  { userId }: Person,
  mode: SyncMode = 'normal',
): Promise<FoundPlan> {
  const request = { requestId: randomUUID(), mode, trigger: 'manual' } as const;
  const { planId } = await world.watchflow.plans.request(userId, request);
  return planned(world, userId, planId);
}
