import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ScheduleSpec } from '@temporalio/client';
import { msNumberToTs, tsToMs } from '@temporalio/common/lib/time.js';
import fc from 'fast-check';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { desiredSchedule } from '../../../src/orchestration/schedules/desired-schedule.js';
import { toSpec } from '../../../src/orchestration/schedules/schedule-difference.js';
import { nextDueTimes, type SpreadTiming } from '../../../src/platform/lib/timing.js';
import { offsetReader } from '../../../src/platform/lib/zone-offset.js';
import { jobNames, jobTable, type JobName } from '../../../src/workflows/contract.js';
import { load } from '../../support/config.js';
import { openTemporal, unique } from './open-temporal.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** The server lists no more times at once. */
const mostMatching = 1000;
/** Looked at before a clock change, and after it. */
const windowMs = 30 * hourMs;

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

/** Put back and put forward: before, after and in the hours of the change, also by half an hour and over midnight. */
const shifts: [string, string[]][] = [
  ['Europe/Berlin', ['2026-10-25T01:00Z', '2026-03-29T01:00Z']],
  ['America/New_York', ['2026-11-01T06:00Z', '2026-03-08T07:00Z']],
  ['Australia/Lord_Howe', ['2026-04-04T15:00Z', '2026-10-03T15:30Z']],
  ['America/Sao_Paulo', ['2018-02-18T02:00Z', '2018-11-04T03:00Z']],
  ['Asia/Tehran', ['2021-09-21T19:30Z', '2021-03-21T20:30Z']],
  ['Pacific/Apia', ['2020-04-04T14:00Z', '2020-09-26T14:00Z']],
  ['Africa/Casablanca', ['2026-02-15T02:00Z', '2026-03-22T02:00Z']],
];

/** Its spread hangs on whose it is. */
const desiredOf = (timing: string, timeZone: string, owner: string | { readonly job: JobName }) => {
  const [kind, ownerId] =
    typeof owner === 'string' ? (['history', owner] as const) : (['job', owner.job] as const);
  return desiredSchedule(
    { kind, ownerId, enabled: true, timing, timeZone, missed: 'run-once', version: 1 },
    { taskQueue: 'watchflow-preview', syncEnabled: true, jobsEnabled: true },
  );
};

const oneOf = (...texts: string[]) => fc.constantFrom(...texts);
const nearShift = fc
  .record({
    minutes: fc.oneof(
      oneOf('0', '15', '30', '45', '*/15', '*', '59', '0,59'),
      fc.integer({ min: 0, max: 59 }).map(String),
      fc.integer({ min: 2, max: 40 }).map((step) => `*/${step}`),
    ),
    hours: fc.oneof(
      oneOf('*', '*/2', '1-3', '23', '0', '22,23', '0-4'),
      fc.integer({ min: 0, max: 23 }).map(String),
    ),
    days: fc.oneof(
      { weight: 3, arbitrary: fc.constant('* * *') },
      oneOf('* * 0', '* * 6', '* * 1-5', '1-7 * *', '*/2 * *', '* 3,10,11 *'),
    ),
    timeZone: fc.constantFrom(
      ...shifts.map(([timeZone]) => timeZone),
      ...['Europe/London', 'America/Santiago', 'America/Havana', 'Atlantic/Azores'],
      ...['Pacific/Chatham', 'Africa/Cairo', 'America/Caracas', 'Antarctica/Troll', 'Asia/Gaza'],
    ),
    after: fc.integer({ min: Date.UTC(2006, 0, 1), max: Date.UTC(2025, 0, 1) }),
    // In ms, around the change.
    look: fc.integer({ min: -5 * hourMs, max: 5 * hourMs }),
  })
  .map(({ minutes, hours, days, timeZone, after, look }) => {
    const around = [nextChange(timeZone, after)];
    return { text: `${minutes} ${hours} ${days}`, timeZone, around, look };
  });

describe('the preview', () => {
  let link: TemporalLink;

  beforeAll(async () => {
    link = await openTemporal();
  });

  afterAll(async () => {
    await link.close();
  });

  it('shows the times at which the real server fires, each at most its jitter later', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          text: timing,
          timeZone: fc.constantFrom(...zones),
          from: start,
          id: fc.uuid(),
        }),
        async ({ text, timeZone, from, id }) => {
          const desired = desiredOf(text, timeZone, id);
          const until = from + 3 * dayMs;
          const isPlain = awayFromTurningBack(timeZone);
          const [fired = []] = await matchingTimes(link, toSpec(desired), [{ from, until }]);
          const previewed = nextDueTimes(desired, new Date(from), fired.length + 2).map(Number);
          const seen = fired.length < mostMatching ? until : (fired.at(-1) ?? until);
          const isOf = (late: number): boolean => late >= 0 && late <= desired.jitterMs;
          // What is due at the border of the window, or of the hours around a change, may be fired beyond it.
          const isInside = (time: number): boolean =>
            time > from + desired.jitterMs &&
            time <= seen - desired.jitterMs &&
            [time - desired.jitterMs, time, time + desired.jitterMs].every(isPlain);
          const unforeseen = fired.filter(
            (time) => isInside(time) && !previewed.some((due) => isOf(time - due)),
          );
          const missed = previewed.filter(
            (due) => isInside(due) && !fired.some((time) => isOf(time - due)),
          );
          expect({ text, timeZone, unforeseen, missed }).toEqual({
            text,
            timeZone,
            unforeseen: [],
            missed: [],
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it.each(shifts)(
    'is the server to the second when the clock of %s changes (%j)',
    async (timeZone, changes) => {
      const hours = [...new Set(changes.flatMap((change) => hoursAround(timeZone, change)))];
      const texts = [
        ...['0', '15', '30', '45', '*/15'].map((minutes) => `${minutes} * * * *`),
        ...hours.flatMap((at) => [0, 15, 30, 45].map((past) => `${past} ${at} * * *`)),
      ];
      const around = changes.map((change) => Date.parse(change));
      const looks = [-100, -40, -20, 20, 40, 80].map((minutes) => minutes * minuteMs);
      await expectAlike(link, [
        ...texts.map((text) => ({ text, timeZone, around })),
        ...looks.map((look) => ({ text: '*/15 * * * *', timeZone, around, look })),
      ]);
    },
    60_000,
  );

  it.each(shifts)(
    'is the server to the second for every job as it comes due unless told otherwise, when the clock of %s changes (%j)',
    async (timeZone, changes) => {
      const { crons } = load({}).jobs;
      const around = changes.map((change) => Date.parse(change));
      await expectAlike(
        link,
        jobNames.map((job) => ({ job, text: crons[jobTable[job].cron], timeZone, around })),
      );
    },
    60_000,
  );

  it('is the server to the second around any clock change, from wherever one looks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nearShift, { minLength: 8, maxLength: 8 }), async (cases) => {
        await expectAlike(link, cases);
      }),
      { numRuns: 15, seed: 20_261_129 },
    );
  }, 120_000);
});

interface Alike {
  /** A job; a person's history otherwise. */
  readonly job?: JobName;
  readonly text: string;
  readonly timeZone: string;
  readonly around: readonly number[];
  /** Where one looks from, in ms after the change; well before it otherwise. */
  readonly look?: number;
}

/** No jitter, so that nothing is left to closeness; the server is asked from well before the change. */
async function expectAlike(link: TemporalLink, cases: readonly Alike[]): Promise<void> {
  const answers = await Promise.all(
    cases.map(async ({ text, timeZone, around, look = -windowMs, job }) => {
      const desired = {
        ...(job === undefined
          ? desiredOf(text, timeZone, `${timeZone} ${text}`)
          : desiredOf(text, timeZone, { job })),
        jitterMs: 0,
      };
      const windows = around.map((at) => ({ from: at - windowMs, until: at + windowMs }));
      const fired = await matchingTimes(link, toSpec(desired), windows);
      const [server, ours] = [
        fired.map((times, index) => times.filter((time) => time > (around[index] ?? 0) + look)),
        windows.map(({ until }) => dueBetween(desired, until - windowMs + look, until)),
      ].map((all) => all.map((times) => times.map((time) => new Date(time).toISOString())));
      return { server: { text, timeZone, times: server }, ours: { text, timeZone, times: ours } };
    }),
  );
  expect(answers.map(({ ours }) => ours)).toEqual(answers.map(({ server }) => server));
}

function dueBetween(spread: SpreadTiming, from: number, until: number): number[] {
  const due: number[] = [];
  for (let start = from; start < until; start = due.at(-1) ?? until) {
    due.push(...nextDueTimes(spread, new Date(start), 20).map(Number));
  }
  return due.filter((time) => time <= until);
}

/** The hours the clock shows from two before a change to one after it. */
function hoursAround(timeZone: string, change: string): number[] {
  const offsetAt = offsetReader(timeZone);
  return [-2, -1, 0, 1].map((hours) => {
    const instant = Date.parse(change) + hours * hourMs;
    return new Date(instant + offsetAt(instant)).getUTCHours();
  });
}

/** The minute of the next clock change within 400 days; the given instant when there is none. A day left out is none. */
function nextChange(timeZone: string, after: number): number {
  const offsetAt = offsetReader(timeZone);
  const days = Array.from({ length: 400 }, (_, index) => after + index * dayMs);
  const start = days.find((day) => {
    const difference = Math.abs(offsetAt(day) - offsetAt(day + dayMs));
    return difference > 0 && difference < 12 * hourMs;
  });
  if (start === undefined) return after;
  let [low, high] = [Math.floor(start / minuteMs), Math.ceil((start + dayMs) / minuteMs)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * minuteMs) === offsetAt(start)) low = middle;
    else high = middle;
  }
  return high * minuteMs;
}

interface Window {
  readonly from: number;
  readonly until: number;
}

/** What the server says of a schedule made for the question, window by window. */
async function matchingTimes(
  { client }: TemporalLink,
  spec: ScheduleSpec,
  windows: readonly Window[],
): Promise<number[][]> {
  const scheduleId = unique('preview');
  const handle = await client.schedule.create({
    scheduleId,
    spec,
    action: { type: 'startWorkflow', workflowType: 'none', taskQueue: 'nobody' },
    state: { paused: true },
  });
  try {
    return await Promise.all(
      windows.map(async ({ from, until }) => {
        const { startTime } = await client.workflowService.listScheduleMatchingTimes({
          namespace: client.options.namespace,
          scheduleId,
          startTime: msNumberToTs(from),
          endTime: msNumberToTs(until),
        });
        return startTime.map((time) => tsToMs(time));
      }),
    );
  } finally {
    await handle.delete();
  }
}

/**
 * Jitter can carry a tick into the next hour, and the server goes on from where the tick fell: in the hours around a clock
 * being put back that may leave out or add one. Without jitter both are the same, see below and above.
 */
function awayFromTurningBack(timeZone: string): (time: number) => boolean {
  const offsetAt = offsetReader(timeZone);
  const hours = 3 * hourMs;
  return (time) => offsetAt(time - hours) <= offsetAt(time + hours);
}
