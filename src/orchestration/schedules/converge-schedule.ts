import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import { searchAttributes, type ScheduleTickInput } from '../../workflows/contract.js';
import type { DesiredSchedule } from './desired-schedule.js';
import {
  isAsDesired,
  pauseChange,
  toSpec,
  wantedPause,
  type PauseState,
  type StandingPause,
} from './schedule-difference.js';

export type Convergence = 'created' | 'updated' | 'unchanged';

export interface Converged {
  readonly convergence: Convergence;
  /** Undefined when there was none. */
  readonly found: ScheduleDescription | undefined;
  /** As it stands now. */
  readonly pause: PauseState;
}

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
  standing: StandingPause,
): Promise<Converged> {
  const found = await describeIfFound(client, desired.scheduleId);
  if (found !== undefined) return await updateSchedule(client, desired, { standing, found });
  try {
    const pause = wantedPause(desired.pauseNote, standing, undefined);
    await createSchedule(client, desired, pause);
    return { convergence: 'created', found: undefined, pause };
  } catch (thrown) {
    if (!(thrown instanceof ScheduleAlreadyRunning)) throw thrown;
    // Another process of ours was faster.
    const made = await client.schedule.getHandle(desired.scheduleId).describe();
    return await updateSchedule(client, desired, { standing, found: made });
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

async function createSchedule(
  client: Client,
  desired: DesiredSchedule,
  pause: PauseState,
): Promise<void> {
  const memo: ScheduleMemo = { watchflow: desired.taskQueue };
  await client.schedule.create({
    scheduleId: desired.scheduleId,
    spec: toSpec(desired),
    action: toAction(desired),
    policies: toPolicies(desired),
    memo,
    typedSearchAttributes: toAttributes(desired),
    ...(pause.paused ? { state: { paused: true, note: pause.note ?? '' } } : {}),
  });
}

interface Updating {
  readonly standing: StandingPause;
  readonly found: ScheduleDescription;
}

async function updateSchedule(
  client: Client,
  desired: DesiredSchedule,
  { standing, found }: Updating,
): Promise<Converged> {
  let change = pauseChange(desired.pauseNote, standing, found.state);
  if (isAsDesired(desired, found) && change === undefined)
    return { convergence: 'unchanged', found, pause: found.state };
  let pause: PauseState = found.state;
  await client.schedule.getHandle(desired.scheduleId).update((previous) => {
    change = pauseChange(desired.pauseNote, standing, previous.state);
    pause = change ?? previous.state;
    return {
      ...previous,
      spec: toSpec(desired),
      action: toAction(desired),
      policies: toPolicies(desired),
      // Kept unless the pause is ours: a state left out would unpause what an operator paused.
      state: { ...previous.state, ...change },
    };
  });
  return { convergence: 'updated', found, pause };
}

const toPolicies = ({ overlap, catchupWindowMs }: DesiredSchedule) => ({
  overlap,
  catchupWindow: catchupWindowMs,
  pauseOnFailure: false,
});

const toAttributes = ({ userId, workflowType }: DesiredSchedule) => [
  ...(userId === undefined ? [] : [{ key: searchAttributes.user, value: userId }]),
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
