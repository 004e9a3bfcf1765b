import type { Client } from '@temporalio/client';
import type { Pause, ScheduleState, Schedules } from '../../areas/schedules/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import { convergeSchedule, type Convergence } from './converge-schedule.js';
import { desiredSchedule, type DesiredScheduleContext } from './desired-schedule.js';
import { isOurPause, noteOf, pauseOf } from './pause-note.js';
import type { PauseState } from './schedule-difference.js';
import type { WantedSchedule } from './wanted-schedule.js';

export interface FollowDeps extends DesiredScheduleContext {
  readonly client: Client;
  readonly book: Pick<Schedules, 'states'>;
  readonly log: Logger;
}

/** More changes than that under one's hands are left to the next look. */
const attempts = 5;

/**
 * Makes one Schedule what is wanted, and writes down what was found. A pause asked for meanwhile by somebody else is found by
 * looking again: whoever writes last has looked last. Throws InputError when the wish cannot be used.
 */
export async function followSchedule(
  deps: FollowDeps,
  wanted: WantedSchedule,
): Promise<Convergence> {
  const desired = desiredSchedule(wanted, deps);
  const { scheduleId, kind, timing, spreadSeconds, version } = desired;
  let worst: Convergence = 'unchanged';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const state = await deps.book.states.open({
      scheduleId,
      kind,
      userId: desired.userId ?? null,
      timing: timing.text,
      timeZone: timing.timeZone,
      spreadSeconds,
    });
    const { convergence, pause } = await convergeSchedule(deps.client, desired, state);
    if (convergence !== 'unchanged') worst = convergence;
    if (await observe(deps, state, { pause, version, settled: state.pending })) return worst;
  }
  deps.log.warn({ scheduleId }, 'a schedule changes faster than it can be followed');
  return worst;
}

interface Seen {
  readonly pause: PauseState;
  /** Set when the schedule was made equal to that version of the settings. */
  readonly version?: number | undefined;
  readonly settled?: boolean | undefined;
}

/** Writes down how a Schedule stands, where that is news. False when the state has moved on since it was read. */
export async function observe(
  { book }: Pick<FollowDeps, 'book'>,
  state: ScheduleState,
  { pause, version, settled = false }: Seen,
): Promise<boolean> {
  const now = standingNow(state.pause, pause);
  const isNews = !isSame(now, state.pause);
  const isNewVersion = version !== undefined && version !== state.appliedVersion;
  if (!isNews && !isNewVersion && !settled) return true;
  return book.states.observe({
    scheduleId: state.scheduleId,
    revision: state.revision,
    pause: isNews ? now : undefined,
    by: endedBy(state.pause),
    appliedVersion: isNewVersion ? version : undefined,
    settled,
  });
}

/** A note that is as we wrote it is of whoever asked for it. */
function standingNow(known: Pause | null, { paused, note }: PauseState): Pause | null {
  if (!paused) return null;
  return known !== null && noteOf(known) === (note ?? '') ? known : pauseOf(note);
}

const isSame = (left: Pause | null, right: Pause | null): boolean =>
  left === null || right === null
    ? left === right
    : left.by === right.by && left.reason === right.reason;

/** Our own pauses are ended by us alone. */
const endedBy = (pause: Pause | null) =>
  pause !== null && isOurPause(noteOf(pause)) ? pause.by : 'outside';
