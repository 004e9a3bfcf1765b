import { isDeepStrictEqual } from 'node:util';
import type { ScheduleDescription } from '@temporalio/client';
import type { DesiredSchedule } from './desired-schedule.js';
import { isOurPause } from './pause-note.js';

type Described = Pick<ScheduleDescription, 'spec' | 'action' | 'policies' | 'state'>;

/** The server turns a cron string into calendars and keeps a comment after `#`: that is where the text is found again. */
export const toCronString = (cron: string): string => `${cron} #${cron}`;

/** True when the server's schedule fires and starts what is wanted. Pauses are another matter, see `pauseChange`. */
export function isAsDesired(
  desired: DesiredSchedule,
  { spec, action, policies }: Described,
): boolean {
  return (
    firesAsDesired(desired, spec) &&
    isDeepStrictEqual(
      [action.workflowType, action.taskQueue, action.workflowId, action.args, action.retry],
      [desired.workflowType, desired.taskQueue, desired.scheduleId, desired.args, undefined],
    ) &&
    isDeepStrictEqual(
      [policies.overlap, policies.catchupWindow, policies.pauseOnFailure],
      [desired.overlap, desired.catchupWindowMs, false],
    )
  );
}

function firesAsDesired(desired: DesiredSchedule, spec: Described['spec']): boolean {
  const { calendars = [], intervals = [], skip = [], jitter, startAt, endAt, timezone = '' } = spec;
  const comments = calendars.map(({ comment }) => comment);
  // The server leaves UTC out.
  const timeZone = timezone === '' ? 'UTC' : timezone;
  return isDeepStrictEqual(
    [comments, intervals.length + skip.length, timeZone, jitter, startAt, endAt],
    [[desired.cron], 0, desired.timeZone, desired.jitterMs, undefined, undefined],
  );
}

export interface PauseState {
  readonly paused: boolean;
  readonly note?: string | undefined;
}

/** What to make of the pause; undefined when it stays. A pause that is not ours is never undone, nor its note replaced. */
export function pauseChange(desired: DesiredSchedule, state: PauseState): PauseState | undefined {
  if (state.paused && !isOurPause(state.note)) return undefined;
  if (desired.pauseNote === undefined)
    return state.paused ? { paused: false, note: '' } : undefined;
  return state.paused && state.note === desired.pauseNote
    ? undefined
    : { paused: true, note: desired.pauseNote };
}
