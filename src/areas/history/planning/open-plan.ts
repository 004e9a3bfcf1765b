import type { Clock } from '../../../platform/lib/clock.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import { historyMoved } from '../reading/activities-in-scope.js';
import { extentToRead } from '../reading/extent-to-read.js';
import type { ReadStore } from '../reading/read-store.js';
import type { PlanStart, PlanStore } from './plan-store.js';

export interface OpenPlanDeps {
  readonly connections: Connections;
  readonly plans: PlanStore;
  readonly reads: ReadStore;
  readonly trakt: TraktClient;
  readonly clock: Clock;
}

/**
 * Opens a dry run and says what it has to read, with one upstream request at most; null when nothing moved since the last sync.
 * Safe to repeat: the dry run is keyed by its id, and its read has the same.
 */
export async function openPlan(
  { connections, plans, reads, trakt, clock }: OpenPlanDeps,
  plan: PlanStart,
  options: CallOptions,
): Promise<{ readonly readId: string | null }> {
  const { id, userId, mode } = plan;
  await plans.open(plan, clock.now());
  await plans.trim(userId);
  const begun = await plans.begun(id);
  if (begun.isAsked) return { readId: begun.readId };
  await connections.accessOf(userId, 'bangumi');
  const access = await connections.accessOf(userId, 'trakt');
  const activities = await trakt.readLastActivities(access, options);
  const asked = { mode, snapshot: activities, now: clock.now() };
  const extent = extentToRead(await reads.cursor(userId), asked);
  if (extent !== null)
    await reads.begin({ id, userId, extent, snapshot: activities, purpose: 'plan' });
  const readId = extent === null ? null : id;
  await plans.useRead(id, { readId, activities });
  return { readId };
}

/** Whether the source moved since the person's latest dry run; one upstream request. */
export async function movedSincePlanned(
  { connections, plans, trakt }: OpenPlanDeps,
  userId: string,
  options: CallOptions,
): Promise<boolean> {
  const planned = await plans.latestActivities(userId);
  if (planned === null) return true;
  const access = await connections.accessOf(userId, 'trakt');
  return historyMoved(planned, await trakt.readLastActivities(access, options));
}
