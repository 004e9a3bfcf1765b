import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { activityProxies } from './activity-proxies.js';
import {
  wakeSignal,
  type DeliverNotificationsInput,
  type DeliverNotificationsResult,
} from './contract.js';

/** Deliveries of one activity: all are sent at once, so that none waits longer than its claim holds. */
const batch = 20;

/** Between two looks at deliveries that are due but held by another process. */
const shortestPauseMs = 1_000;

/**
 * Sends what waits in the outbox, and waits for what is due soon; who has something new wakes it. What is due later is
 * left to the next start: by a new notification, or by the Schedule.
 */
export async function deliverNotifications({
  patienceMs,
}: DeliverNotificationsInput): Promise<DeliverNotificationsResult> {
  const { db } = activityProxies();
  let isWoken = false;
  const wasWoken = (): boolean => isWoken;
  let attempted = 0;
  setHandler(wakeSignal, () => {
    isWoken = true;
  });
  do {
    isWoken = false;
    const done = await db.deliverDue({ limit: batch });
    attempted += done.attempted;
    const pauseMs = done.attempted > 0 ? done.nextDueInMs : atLeast(done.nextDueInMs);
    // An end is safe: a signal that has not been seen then keeps the server from taking it.
    if (!wasWoken() && (pauseMs === null || pauseMs > patienceMs)) return { attempted };
    if (pauseMs !== null && pauseMs > 0) await condition(wasWoken, pauseMs);
  } while (!workflowInfo().continueAsNewSuggested);
  return continueAsNew<typeof deliverNotifications>({ patienceMs });
}

const atLeast = (pauseMs: number | null): number | null =>
  pauseMs === null ? null : Math.max(pauseMs, shortestPauseMs);
