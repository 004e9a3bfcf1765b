import { isDeepStrictEqual } from 'node:util';
import type { ScheduleDescription } from '@temporalio/client';
import { isByRule, type Pause } from '../../areas/schedules/index.js';
import type { DesiredSchedule } from './desired-schedule.js';
import { isOurPause, noteOf } from './pause-note.js';

type Described = Pick<ScheduleDescription, 'spec' | 'action' | 'policies' | 'state'>;

/** When it fires, as a Schedule's spec says it. */
export function toSpec({ timing, spreadSeconds, jitterMs }: DesiredSchedule) {
  const times =
    timing.kind === 'cron'
      ? { cronExpressions: [toCronString(timing.text, spreadSeconds)] }
      : { intervals: [{ every: timing.everySeconds * 1_000, offset: spreadSeconds * 1_000 }] };
  return { ...times, timezone: timing.timeZone, jitter: jitterMs };
}

/**
 * Seven fields, for the seconds. The server turns a cron string into calendars and keeps a comment after `#`: that is
 * where the text is found again.
 */
const toCronString = (cron: string, second: number): string =>
  `${second} ${cron} * #${commentOf(cron, second)}`;

const commentOf = (cron: string, second: number): string => `${cron} +${second}s`;

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

function firesAsDesired(
  { timing, spreadSeconds, jitterMs }: DesiredSchedule,
  spec: Described['spec'],
): boolean {
  const { calendars = [], intervals = [], skip = [], jitter, startAt, endAt, timezone = '' } = spec;
  const comments = calendars.map(({ comment }) => comment);
  // The server leaves UTC out.
  const timeZone = timezone === '' ? 'UTC' : timezone;
  const wanted =
    timing.kind === 'cron'
      ? [[commentOf(timing.text, spreadSeconds)], []]
      : [[], [{ every: timing.everySeconds * 1_000, offset: spreadSeconds * 1_000 }]];
  return isDeepStrictEqual(
    [comments, intervals, skip.length, timeZone, jitter, startAt, endAt],
    [...wanted, 0, timing.timeZone, jitterMs, undefined, undefined],
  );
}

export interface PauseState {
  readonly paused: boolean;
  readonly note?: string | undefined;
}

/** What the database says about a pause. */
export interface StandingPause {
  readonly pause: Pause | null;
  /** It was asked for here and the server may not know yet. */
  readonly pending: boolean;
}

/**
 * How the schedule should stand. Asked for here: so. Else a pause found at the server that is not ours is respected, and so
 * is its end; ours come and go with the settings. A schedule that is lost (`found` undefined) is made as it stood.
 */
export function wantedPause(
  ownNote: string | undefined,
  standing: StandingPause,
  found: PauseState | undefined,
): PauseState {
  const own: PauseState =
    ownNote === undefined ? { paused: false, note: '' } : { paused: true, note: ownNote };
  if (standing.pending || found === undefined) {
    const { pause } = standing;
    const isForeign = pause !== null && !isByRule(pause.by);
    return isForeign ? { paused: true, note: noteOf(pause) } : own;
  }
  return found.paused && !isOurPause(found.note) ? found : own;
}

/** What to write; undefined when it stays. */
export function pauseChange(
  ownNote: string | undefined,
  standing: StandingPause,
  found: PauseState,
): PauseState | undefined {
  const wanted = wantedPause(ownNote, standing, found);
  if (!wanted.paused) return found.paused ? { paused: false, note: '' } : undefined;
  return found.paused && found.note === wanted.note ? undefined : wanted;
}
