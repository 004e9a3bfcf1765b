import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { msNumberToTs, tsToMs } from '@temporalio/common/lib/time.js';
import fc from 'fast-check';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { desiredSchedule } from '../../../src/orchestration/schedules/desired-schedule.js';
import { toSpec } from '../../../src/orchestration/schedules/schedule-difference.js';
import { nextDueTimes } from '../../../src/platform/lib/timing.js';
import { offsetReader } from '../../../src/platform/lib/zone-offset.js';
import { openTemporal, unique } from './open-temporal.js';

/** Zones with every kind of shift the preview promises to know: whole hours, both hemispheres, none, odd offsets. */
const zones = [
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'America/Santiago',
  'Asia/Kathmandu',
  'Australia/Sydney',
  'Africa/Cairo',
  'Pacific/Chatham',
];

const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });
const timing = fc.oneof(
  fc.tuple(minute, hour).map(([at, of]) => `${at} ${of} * * *`),
  fc.tuple(minute, fc.integer({ min: 0, max: 3 })).map(([at, of]) => `${at},59 ${of},23 * * *`),
  fc.tuple(minute, hour, fc.integer({ min: 0, max: 6 })).map(([m, h, d]) => `${m} ${h} * * ${d}`),
  fc.tuple(minute, fc.integer({ min: 1, max: 28 })).map(([at, day]) => `${at} 1-4 ${day} * *`),
  fc.integer({ min: 1, max: 40 }).map((step) => `*/${step} * * * *`),
  fc.integer({ min: 7, max: 3_000 }).map((minutes) => `@every ${minutes}m`),
);

/** Days around a shift are looked at as often as any others. */
const start = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 11, 1), max: Date.UTC(2030, 0, 1) }),
  fc.constantFrom(
    Date.UTC(2027, 2, 27),
    Date.UTC(2027, 2, 13),
    Date.UTC(2027, 9, 30),
    Date.UTC(2027, 10, 6),
    Date.UTC(2027, 3, 3),
    Date.UTC(2027, 9, 2),
  ),
);

describe('the preview', () => {
  let link: TemporalLink;

  beforeAll(async () => {
    link = await openTemporal();
  });

  afterAll(async () => {
    await link.close();
  });

  it('shows the times at which the real server fires, each at most its jitter later', async () => {
    const queue = unique('watchflow-preview');
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          text: timing,
          timeZone: fc.constantFrom(...zones),
          from: start,
          id: fc.uuid(),
        }),
        async ({ text, timeZone, from, id }) => {
          const desired = desiredSchedule(
            {
              kind: 'history',
              ownerId: id,
              enabled: true,
              timing: text,
              timeZone,
              missed: 'run-once',
              version: 1,
            },
            { taskQueue: queue, syncEnabled: true },
          );
          const until = from + 3 * 86_400_000;
          const isPlain = awayFromTurningBack(timeZone);
          const fired = await matchingTimes(link, toSpec(desired), { from, until });
          const previewed = nextDueTimes(desired, new Date(from), Math.max(fired.length, 1) + 1)
            .map(Number)
            .filter((time) => time <= until - desired.jitterMs && isPlain(time));
          const exact = fired.filter((time) => time <= until - desired.jitterMs && isPlain(time));
          // The last may be due before the end of the window and fired after it, or the other way round.
          expect(Math.abs(exact.length - previewed.length)).toBeLessThanOrEqual(1);
          exact.slice(0, previewed.length).forEach((time, index) => {
            const late = time - (previewed[index] ?? 0);
            expect({
              text,
              timeZone,
              index,
              isClose: late >= 0 && late <= desired.jitterMs,
            }).toEqual({ text, timeZone, index, isClose: true });
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});

interface Window {
  readonly from: number;
  readonly until: number;
}

/** What the server says of a schedule made for the question. */
async function matchingTimes(
  { client }: TemporalLink,
  spec: ReturnType<typeof toSpec>,
  { from, until }: Window,
): Promise<number[]> {
  const scheduleId = unique('preview');
  const handle = await client.schedule.create({
    scheduleId,
    spec,
    action: { type: 'startWorkflow', workflowType: 'none', taskQueue: 'nobody' },
    state: { paused: true },
  });
  try {
    const { startTime } = await client.workflowService.listScheduleMatchingTimes({
      namespace: client.options.namespace,
      scheduleId,
      startTime: msNumberToTs(from),
      endTime: msNumberToTs(until),
    });
    return startTime.map((time) => tsToMs(time));
  } finally {
    await handle.delete();
  }
}

/**
 * In the hours around a clock being put back the server repeats more than what comes twice: `0 1 * * *` in Berlin fires at
 * 02:00 as well on that day (1.32.0). An extra tick once a year is let pass.
 */
function awayFromTurningBack(timeZone: string): (time: number) => boolean {
  const offsetAt = offsetReader(timeZone);
  const hours = 3 * 3_600_000;
  return (time) => offsetAt(time - hours) <= offsetAt(time + hours);
}
