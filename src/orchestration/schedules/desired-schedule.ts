import { ScheduleOverlapPolicy } from '@temporalio/client';
import { scheduleIdOf } from '../../areas/schedules/index.js';
import { InputError } from '../../platform/lib/errors.js';
import {
  parseTiming,
  shortestGapSeconds,
  spreadSecondsOf,
  type Timing,
} from '../../platform/lib/timing.js';
import { jobNames, type JobName, type ScheduleTickInput } from '../../workflows/contract.js';
import { pauseNotes } from './pause-note.js';
import type { WantedSchedule } from './wanted-schedule.js';

/** A Schedule as it should be; plain data, so that equal wishes compare equal. */
export interface DesiredSchedule {
  readonly scheduleId: string;
  readonly kind: WantedSchedule['kind'];
  readonly userId: string | undefined;
  readonly timing: Timing;
  /** Seconds after the times of `timing`. */
  readonly spreadSeconds: number;
  readonly jitterMs: number;
  /** How late a missed tick may still be made up for. */
  readonly catchupWindowMs: number;
  readonly overlap: ScheduleOverlapPolicy;
  readonly workflowType: 'scheduleTick';
  readonly taskQueue: string;
  readonly args: readonly [ScheduleTickInput];
  /** Set = paused by us, with this note, unless somebody else has paused it. */
  readonly pauseNote: string | undefined;
  readonly version: number;
}

export interface DesiredScheduleContext {
  readonly taskQueue: string;
  /** False when the whole process is told not to sync. */
  readonly syncEnabled: boolean;
  /** False when no job runs by itself. */
  readonly jobsEnabled: boolean;
}

/** On top of the spread, for those who share a second; the server's hash of schedule and time decides where in it a tick falls. */
const jitterMs = 20_000;
/** A restart of the server is no reason to leave a tick out. */
const leastCatchupMs = 60_000;

/** Throws InputError when timing or time zone cannot be used. */
export function desiredSchedule(
  wanted: WantedSchedule,
  { taskQueue, ...enabled }: DesiredScheduleContext,
): DesiredSchedule {
  const { kind, ownerId, missed } = wanted;
  const parsed = parseTiming(wanted.timing, wanted.timeZone);
  if (parsed.kind === 'faulty') throw new InputError('schedule', parsed.faults);
  const { timing } = parsed;
  const scheduleId = scheduleIdOf(kind, ownerId);
  const isJob = kind === 'job';
  return {
    scheduleId,
    kind,
    userId: isJob ? undefined : ownerId,
    timing,
    spreadSeconds: spreadSecondsOf(scheduleId, timing),
    jitterMs,
    // Of several that were missed one is made up for: the window holds one.
    catchupWindowMs: missed === 'skip' ? leastCatchupMs : shortestGapSeconds(timing) * 1_000,
    overlap: ScheduleOverlapPolicy.SKIP,
    workflowType: 'scheduleTick',
    taskQueue,
    args: [inputOf(kind, { scheduleId, ownerId })],
    pauseNote: toPauseNote(wanted, enabled),
    version: wanted.version,
  };
}

function inputOf(
  kind: WantedSchedule['kind'],
  { scheduleId, ownerId }: { readonly scheduleId: string; readonly ownerId: string },
): ScheduleTickInput {
  if (kind === 'job') return { scheduleId, job: jobOf(ownerId) };
  return kind === 'lists' ? { scheduleId, listsOf: ownerId } : { scheduleId, userId: ownerId };
}

function toPauseNote(
  { kind, enabled, isKeptOut = false }: WantedSchedule,
  { syncEnabled, jobsEnabled }: Omit<DesiredScheduleContext, 'taskQueue'>,
): string | undefined {
  // Jobs keep the books, also of what is paused.
  if (kind === 'job') return jobsEnabled ? undefined : pauseNotes.cron;
  if (!syncEnabled) return pauseNotes.process;
  if (isKeptOut) return pauseNotes.account;
  return enabled ? undefined : pauseNotes.settings;
}

/** The owner of a job's schedule is its name, and what keeps installations apart. */
function jobOf(ownerId: string): JobName {
  const job = jobNames.find((name) => ownerId.startsWith(name));
  if (job !== undefined) return job;
  throw new InputError('schedule', [{ place: 'job', message: `${ownerId} is no job` }]);
}
