import { parseCron, type Cron, isTimeZone } from './cron.js';
import type { Fault } from './errors.js';
import { formatInterval, parseInterval } from './interval.js';
import { nextRuns } from './next-runs.js';

/** When something is due: at clock times of a zone, or every so often whatever the clock shows. */
export type Timing =
  | { readonly kind: 'cron'; readonly text: string; readonly timeZone: string; readonly cron: Cron }
  | {
      readonly kind: 'interval';
      readonly text: string;
      readonly timeZone: string;
      readonly everySeconds: number;
    };

export type ParsedTiming =
  | { readonly kind: 'timing'; readonly timing: Timing }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

const every = /^@every\s+(.*)$/i;

/** The text of an interval among cron texts. */
export const toEvery = (minutes: number): string => `@every ${formatInterval(minutes)}`;

/** `6h` for `@every 6h`; null for a cron expression. */
export const intervalOf = (text: string): string | null => every.exec(text)?.[1] ?? null;

/**
 * Reads five cron fields, a macro, or `@every 45m`. `text` of the answer is normalised: equal timings have equal texts.
 * Faults stand at `cron` and `timeZone`, all at once.
 */
export function parseTiming(text: string, timeZone: string): ParsedTiming {
  const [, given] = every.exec(text.trim()) ?? [];
  if (given === undefined) {
    const parsed = parseCron(text, timeZone);
    if (parsed.kind === 'faulty') return parsed;
    const { cron } = parsed;
    return { kind: 'timing', timing: { kind: 'cron', text: cron.expression, timeZone, cron } };
  }
  const minutes = parseInterval(given);
  const faults = [...intervalFaults(minutes), ...zoneFaults(timeZone)];
  if (minutes === undefined || faults.length > 0) return { kind: 'faulty', faults };
  const timing = { text: toEvery(minutes), timeZone, everySeconds: minutes * 60 };
  return { kind: 'timing', timing: { kind: 'interval', ...timing } };
}

const intervalFaults = (minutes: number | undefined): Fault[] =>
  minutes === undefined
    ? [{ place: 'cron', message: 'expected an interval from 1m to 31d, such as @every 45m' }]
    : [];

/** As the cron parser says it. */
function zoneFaults(timeZone: string): readonly Fault[] {
  if (isTimeZone(timeZone)) return [];
  const parsed = parseCron('* * * * *', timeZone);
  return parsed.kind === 'faulty' ? parsed.faults : [];
}

/** The least time between two due times on days that have any; a day for one a day. At least a minute. */
export function shortestGapSeconds(timing: Timing): number {
  if (timing.kind === 'interval') return timing.everySeconds;
  const { hour, minute } = timing.cron.fields;
  const times = hour
    .flatMap((h) => minute.map((m) => h * 60 + m))
    .sort((left, right) => left - right);
  const [first = 0] = times;
  const gaps = times.map((time, index) => (times[index + 1] ?? first + 24 * 60) - time);
  return Math.max(Math.min(...gaps), 1) * 60;
}

/**
 * How many seconds later than its timing says a schedule is due, so that those with the same timing do not come at once:
 * anywhere in an interval, within the minute of a clock time. Stable: it depends on the id alone.
 */
export const spreadSecondsOf = (scheduleId: string, timing: Timing): number =>
  hash(scheduleId) % (timing.kind === 'interval' ? timing.everySeconds : 60);

/** FNV-1a with a final mix, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A timing as one schedule keeps it. */
export interface SpreadTiming {
  readonly timing: Timing;
  readonly spreadSeconds: number;
}

/** The next `count` due times strictly after `from`, as Temporal's server will have them, jitter left out. */
export function nextDueTimes(
  { timing, spreadSeconds }: SpreadTiming,
  from: Date,
  count: number,
): Date[] {
  const spreadMs = spreadSeconds * 1_000;
  const start = from.getTime() - spreadMs;
  if (timing.kind === 'cron') {
    return nextRuns(timing.cron, new Date(start), count).map(
      (time) => new Date(time.getTime() + spreadMs),
    );
  }
  const everyMs = timing.everySeconds * 1_000;
  const first = (Math.floor(start / everyMs) + 1) * everyMs + spreadMs;
  return Array.from({ length: count }, (_, index) => new Date(first + index * everyMs));
}
