import type { Clock } from '../../../platform/lib/clock.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import { partMoved, wantedParts } from '../library/library-part.js';
import { carriesLibrary } from '../library/policies.js';
import type { BeginLibrary } from '../runs/open-run.js';
import type { SettingsStore } from '../settings-store.js';
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
  readonly settings: SettingsStore;
  readonly beginLibrary: BeginLibrary;
}

export interface OpenedPlan {
  readonly readId: string | null;
  /** The person wants ratings or states carried over too. */
  readonly carries?: true;
}

/**
 * Opens a dry run and says what it has to read, with one upstream request at most; null when nothing moved since the last sync.
 * Safe to repeat: the dry run is keyed by its id, and its read has the same.
 */
export async function openPlan(
  deps: OpenPlanDeps,
  plan: PlanStart,
  options: CallOptions,
): Promise<OpenedPlan> {
  const { connections, plans, reads, trakt, clock } = deps;
  const { id, userId, mode } = plan;
  await plans.open(plan, clock.now());
  await plans.trim(userId);
  const begun = await plans.begun(id);
  const carries = carriesLibrary(await deps.settings.read(userId))
    ? { carries: true as const }
    : {};
  if (begun.isAsked) return { readId: begun.readId, ...carries };
  await connections.accessOf(userId, 'bangumi');
  const access = await connections.accessOf(userId, 'trakt');
  const activities = await trakt.readLastActivities(access, options);
  await deps.beginLibrary(userId, { snapshot: activities, mode });
  const asked = { mode, snapshot: activities, now: clock.now() };
  const extent = extentToRead(await reads.cursor(userId), asked);
  if (extent !== null)
    await reads.begin({ id, userId, extent, snapshot: activities, purpose: 'plan' });
  const readId = extent === null ? null : id;
  await plans.useRead(id, { readId, activities });
  return { readId, ...carries };
}

/** Whether the source moved since the person's latest dry run; one upstream request. */
export async function movedSincePlanned(
  { connections, plans, trakt, settings }: OpenPlanDeps,
  userId: string,
  options: CallOptions,
): Promise<boolean> {
  const planned = await plans.latestActivities(userId);
  if (planned === null) return true;
  const access = await connections.accessOf(userId, 'trakt');
  const now = await trakt.readLastActivities(access, options);
  const parts = wantedParts(await settings.read(userId));
  return historyMoved(planned, now) || parts.some((part) => partMoved(part, planned, now));
}
