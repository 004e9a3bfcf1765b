import { ScheduleOverlapPolicy } from '@temporalio/client';
import type { SyncSettings } from '../../areas/history/index.js';
import { parseCron } from '../../platform/lib/cron.js';
import { InputError } from '../../platform/lib/errors.js';
import { historyScheduleId, type ScheduleTickInput } from '../../workflows/contract.js';
import { pauseNotes } from './pause-note.js';

export type ScheduleSettings = Pick<SyncSettings, 'enabled' | 'cron' | 'timeZone'>;

/** A Schedule as it should be; plain data, so that equal wishes compare equal. */
export interface DesiredSchedule {
  readonly scheduleId: string;
  readonly userId: string;
  /** Five fields, normalised. */
  readonly cron: string;
  readonly timeZone: string;
  readonly jitterMs: number;
  /** How late a missed tick may still be made up for. */
  readonly catchupWindowMs: number;
  readonly overlap: ScheduleOverlapPolicy;
  readonly workflowType: 'scheduleTick';
  readonly taskQueue: string;
  readonly args: readonly [ScheduleTickInput];
  /** Set = paused by us, with this note. */
  readonly pauseNote: string | undefined;
}

export interface DesiredScheduleContext {
  readonly taskQueue: string;
  /** False when the whole process is told not to sync. */
  readonly syncEnabled: boolean;
}

const minuteMs = 60_000;
/** Spreads people with the same cron; the server's hash of schedule and time decides where in it each tick falls. */
const jitterMs = 20_000;

/** Throws InputError when cron or time zone cannot be used. */
export function desiredSchedule(
  userId: string,
  settings: ScheduleSettings,
  { taskQueue, syncEnabled }: DesiredScheduleContext,
): DesiredSchedule {
  const parsed = parseCron(settings.cron, settings.timeZone);
  if (parsed.kind === 'faulty') throw new InputError('schedule', parsed.faults);
  const scheduleId = historyScheduleId(userId);
  return {
    scheduleId,
    userId,
    cron: parsed.cron.expression,
    timeZone: settings.timeZone,
    jitterMs,
    catchupWindowMs: shortestGapMs(parsed.cron.fields),
    overlap: ScheduleOverlapPolicy.SKIP,
    workflowType: 'scheduleTick',
    taskQueue,
    args: [{ scheduleId, userId }],
    pauseNote: toPauseNote(settings.enabled, syncEnabled),
  };
}

function toPauseNote(enabled: boolean, syncEnabled: boolean): string | undefined {
  if (!syncEnabled) return pauseNotes.process;
  return enabled ? undefined : pauseNotes.settings;
}

interface TimesOfDay {
  readonly minute: readonly number[];
  readonly hour: readonly number[];
}

/** The least time between two ticks on days that have any; a day for one tick a day. At least a minute. */
function shortestGapMs({ minute, hour }: TimesOfDay): number {
  const times = hour
    .flatMap((h) => minute.map((m) => h * 60 + m))
    .sort((left, right) => left - right);
  const [first = 0] = times;
  const gaps = times.map((time, index) => (times[index + 1] ?? first + 24 * 60) - time);
  return Math.max(Math.min(...gaps), 1) * minuteMs;
}
