import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { messageOf } from '../platform/lib/errors.js';
import type { Logger } from '../platform/lib/logger.js';
import {
  deliveriesId,
  searchAttributes,
  wakeSignal,
  type DeliverNotificationsInput,
  type DeliverNotificationsResult,
  type QueueNames,
} from '../workflows/contract.js';

export interface DeliveryCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  readonly log: Logger;
}

export interface DeliveryCommands {
  /** Starts delivering, or lets who delivers look again. Best effort: never throws, does not wait. */
  readonly wake: () => void;
  /** The Schedule that finds what nobody was woken for. Safe to repeat, by any number of processes. */
  ensureSchedule(): Promise<void>;
}

type DeliverNotifications = (
  input: DeliverNotificationsInput,
) => Promise<DeliverNotificationsResult>;

const minuteMs = 60_000;
/** How long a woken workflow waits for the next attempt: the first ones of a delivery that fails. */
const patienceMs = 15 * minuteMs;
const everyMs = 5 * minuteMs;
const wakeMs = 5_000;

/** The door to the delivery of notifications. */
export function createDeliveryCommands(deps: DeliveryCommandsDeps): DeliveryCommands {
  let wanted = 0;
  let isWaking = false;

  /** Many wishes at once become one; those that come while it is on its way become one more. */
  const wakeUntilServed = async (): Promise<void> => {
    isWaking = true;
    for (let served = 0; served < wanted;) {
      served = wanted;
      try {
        await sendWake(deps);
      } catch (thrown) {
        deps.log.warn({ reason: messageOf(thrown) }, 'notifications wait for their schedule');
      }
      if (served === wanted) wanted = 0;
    }
    isWaking = false;
  };

  return {
    wake: () => {
      wanted += 1;
      if (!isWaking) wakeUntilServed().catch(() => undefined);
    },
    ensureSchedule: () => ensureSchedule(deps),
  };
}

async function sendWake({ client, queues }: DeliveryCommandsDeps): Promise<void> {
  await client.withDeadline(Date.now() + wakeMs, () =>
    client.workflow.signalWithStart<DeliverNotifications>('deliverNotifications', {
      workflowId: deliveriesId(queues),
      taskQueue: queues.main,
      args: [{ patienceMs }],
      signal: wakeSignal,
      signalArgs: [],
      typedSearchAttributes: attributes,
      staticSummary: 'Sends notifications to webhooks',
    }),
  );
}

const attributes = [{ key: searchAttributes.kind, value: 'deliverNotifications' }];

async function ensureSchedule({ client, queues }: DeliveryCommandsDeps): Promise<void> {
  const scheduleId = deliveriesId(queues);
  const wanted = scheduleOf(queues);
  try {
    await client.schedule.create({ scheduleId, ...wanted });
  } catch (thrown) {
    if (!(thrown instanceof ScheduleAlreadyRunning)) throw thrown;
    const handle = client.schedule.getHandle(scheduleId);
    const [interval] = (await handle.describe()).spec.intervals ?? [];
    if (interval?.every === everyMs) return;
    // The state is kept: what an operator paused stays paused.
    await handle.update((previous) => ({ ...previous, ...wanted }));
  }
}

const scheduleOf = (queues: QueueNames) => ({
  spec: { intervals: [{ every: everyMs }] },
  action: {
    type: 'startWorkflow' as const,
    workflowType: 'deliverNotifications',
    workflowId: deliveriesId(queues),
    taskQueue: queues.main,
    args: [{ patienceMs: 0 } satisfies DeliverNotificationsInput],
    typedSearchAttributes: attributes,
    staticSummary: 'Sends notifications that nobody was woken for',
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: minuteMs },
});
