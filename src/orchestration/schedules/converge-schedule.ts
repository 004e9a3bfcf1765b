import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import { searchAttributes, type ScheduleTickInput } from '../../workflows/contract.js';
import type { DesiredSchedule } from './desired-schedule.js';
import { isAsDesired, pauseChange, toCronString } from './schedule-difference.js';

export type Convergence = 'created' | 'updated' | 'unchanged';

type ScheduleTick = (input: ScheduleTickInput) => Promise<unknown>;

/** What a schedule made by us carries; memos cannot be changed later. */
export interface ScheduleMemo extends Record<string, unknown> {
  /** The main task queue of the installation that made it. */
  readonly watchflow: string;
}

/** Describes first: at a start nearly every schedule is there and right, and a description writes nothing. */
export async function convergeSchedule(
  client: Client,
  desired: DesiredSchedule,
): Promise<Convergence> {
  const found = await describeIfFound(client, desired.scheduleId);
  if (found !== undefined) return await updateSchedule(client, desired, found);
  try {
    await createSchedule(client, desired);
    return 'created';
  } catch (thrown) {
    if (!(thrown instanceof ScheduleAlreadyRunning)) throw thrown;
    // Another process of ours was faster.
    const made = await client.schedule.getHandle(desired.scheduleId).describe();
    return await updateSchedule(client, desired, made);
  }
}

export async function describeIfFound(
  client: Client,
  scheduleId: string,
): Promise<ScheduleDescription | undefined> {
  try {
    return await client.schedule.getHandle(scheduleId).describe();
  } catch (thrown) {
    if (thrown instanceof ScheduleNotFoundError) return undefined;
    throw thrown;
  }
}

async function createSchedule(client: Client, desired: DesiredSchedule): Promise<void> {
  const memo: ScheduleMemo = { watchflow: desired.taskQueue };
  await client.schedule.create({
    scheduleId: desired.scheduleId,
    spec: toSpec(desired),
    action: toAction(desired),
    policies: toPolicies(desired),
    memo,
    typedSearchAttributes: toAttributes(desired),
    ...(desired.pauseNote === undefined
      ? {}
      : { state: { paused: true, note: desired.pauseNote } }),
  });
}

async function updateSchedule(
  client: Client,
  desired: DesiredSchedule,
  found: ScheduleDescription,
): Promise<Convergence> {
  if (isAsDesired(desired, found) && pauseChange(desired, found.state) === undefined)
    return 'unchanged';
  await client.schedule.getHandle(desired.scheduleId).update((previous) => {
    const pause = pauseChange(desired, previous.state) ?? {};
    return {
      ...previous,
      spec: toSpec(desired),
      action: toAction(desired),
      policies: toPolicies(desired),
      // Kept unless the pause is ours: a state left out would unpause what an operator paused.
      state: { ...previous.state, ...pause },
    };
  });
  return 'updated';
}

const toSpec = ({ cron, timeZone, jitterMs }: DesiredSchedule) => ({
  cronExpressions: [toCronString(cron)],
  timezone: timeZone,
  jitter: jitterMs,
});

const toPolicies = ({ overlap, catchupWindowMs }: DesiredSchedule) => ({
  overlap,
  catchupWindow: catchupWindowMs,
  pauseOnFailure: false,
});

const toAttributes = ({ userId, workflowType }: DesiredSchedule) => [
  { key: searchAttributes.user, value: userId },
  { key: searchAttributes.kind, value: workflowType },
];

function toAction(desired: DesiredSchedule): ScheduleOptionsStartWorkflowAction<ScheduleTick> {
  return {
    type: 'startWorkflow',
    workflowType: desired.workflowType,
    // Temporal adds the time.
    workflowId: desired.scheduleId,
    taskQueue: desired.taskQueue,
    args: [...desired.args],
    typedSearchAttributes: toAttributes(desired),
    staticSummary: `Tick of ${desired.scheduleId}`,
  };
}
