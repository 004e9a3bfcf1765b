import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCron } from '../../../src/platform/lib/cron.js';
import type { Cron } from '../../../src/platform/lib/cron.js';
import { nextRuns } from '../../../src/platform/lib/next-runs.js';
import { offsetReader } from '../../../src/platform/lib/zone-offset.js';

function cronOf(text: string, timeZone = 'UTC'): Cron {
  const parsed = parseCron(text, timeZone);
  if (parsed.kind === 'faulty') throw new Error(JSON.stringify(parsed.faults));
  return parsed.cron;
}

const faultsOf = (text: string, timeZone = 'UTC') => {
  const parsed = parseCron(text, timeZone);
  return parsed.kind === 'faulty' ? parsed.faults : [];
};

/** The next three runs, to the minute. */
const runs = (text: string, timeZone: string, from: string) =>
  nextRuns(cronOf(text, timeZone), new Date(from), 3).map((run) => run.toISOString().slice(0, 16));

describe('parseCron', () => {
  it.each([
    ['0 * * * *', '0 * * * *'],
    [' */15  0-23 * * 0-6 ', '*/15 * * * *'],
    ['0 9 * * mon-fri', '0 9 * * 1-5'],
    ['0 9 * * FRI-SUN', '0 9 * * 0,5,6'],
    ['0 9 * * 7', '0 9 * * 0'],
    ['5 4 1 jan,jul *', '5 4 1 1,7 *'],
    ['10/20 8,8,8 * * *', '10,30,50 8 * * *'],
    ['0 0 */10 * *', '0 0 */10 * *'],
    ['@hourly', '0 * * * *'],
    ['@Weekly', '0 0 * * 0'],
    ['0 0 29 2 *', '0 0 29 2 *'],
  ])('reads %s as %s', (text, expression) => {
    expect(cronOf(text).expression).toBe(expression);
  });

  it.each([
    ['', 'five fields'],
    ['* * * *', 'five fields'],
    ['0 0 * * * *', 'five fields'],
    ['@every 1h', 'use one of @yearly'],
    ['CRON_TZ=UTC 0 * * * *', 'set apart'],
    ['60 * * * *', 'minute: "60" is out of range, expected 0 to 59'],
    ['* * 0 * *', 'day of month: "0" is out of range'],
    ['*/0 * * * *', 'step of 0'],
    ['0 22-6 * * *', 'runs backwards'],
    ['0 0 L * *', 'day of month'],
    ['0 0 ? * *', 'is not understood'],
    ['0,,5 * * * *', 'is not understood'],
    ['-5 * * * *', 'is not understood'],
    ['0 0 1 * mon', 'cannot be restricted together'],
    ['0 0 30 feb *', 'never fires'],
    ['0 0 31 4,6,9,11 *', 'never fires'],
  ])('refuses %j: %s', (text, why) => {
    expect(faultsOf(text)).toEqual([{ place: 'cron', message: expect.stringContaining(why) }]);
  });

  it('reports every faulty field and the time zone at once', () => {
    const faults = faultsOf('99 99 * 13 *', 'Nowhere/City');
    expect(faults.map(({ place }) => place)).toEqual(['cron', 'cron', 'cron', 'timeZone']);
  });

  it.each(['', '+08:00', 'Mars/Base', 'UTC; drop', '../etc'])(
    'refuses the time zone %j',
    (zone) => {
      expect(faultsOf('0 * * * *', zone)).toHaveLength(1);
    },
  );

  it('never throws, and reads its own expression back unchanged', () => {
    const field = fc.stringMatching(/^(\*|\d{1,2}(-\d{1,2})?)(\/\d)?(,\d{1,2})?$/);
    const text = fc.oneof(
      fc.string(),
      fc.tuple(field, field, fc.constant('*'), field, field).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const parsed = parseCron(given, 'UTC');
        const again = parsed.kind === 'cron' ? parseCron(parsed.cron.expression, 'UTC') : parsed;
        expect(again).toEqual(parsed);
        expect(again.kind === 'cron' || again.faults.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('nextRuns', () => {
  it('starts strictly after the given instant', () => {
    expect(runs('0 * * * *', 'UTC', '2026-11-22T10:00:00Z')).toEqual([
      '2026-11-22T11:00',
      '2026-11-22T12:00',
      '2026-11-22T13:00',
    ]);
  });

  it('keeps the clock time of the zone', () => {
    expect(runs('30 9 * * mon', 'Asia/Shanghai', '2026-11-22T00:00:00Z')).toEqual([
      '2026-11-23T01:30',
      '2026-11-30T01:30',
      '2026-12-07T01:30',
    ]);
    expect(runs('0 0 * * *', 'Pacific/Kiritimati', '2026-11-22T00:00:00Z')).toEqual([
      '2026-11-22T10:00',
      '2026-11-23T10:00',
      '2026-11-24T10:00',
    ]);
  });

  it('skips a clock time that daylight saving skips', () => {
    expect(runs('30 2 * * *', 'America/New_York', '2026-03-07T00:00:00Z')).toEqual([
      '2026-03-07T07:30',
      '2026-03-09T06:30',
      '2026-03-10T06:30',
    ]);
  });

  it('fires twice at a clock time that comes twice', () => {
    expect(runs('30 1 * * *', 'America/New_York', '2026-11-01T00:00:00Z')).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T06:30',
      '2026-11-02T06:30',
    ]);
    expect(runs('*/30 * * * *', 'America/New_York', '2026-11-01T05:00:00Z')).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T06:00',
      '2026-11-01T06:30',
    ]);
  });

  it('stays hourly across a shift forward', () => {
    const spring = runs('0 * * * *', 'Europe/Berlin', '2026-03-28T23:30:00Z');
    expect(spring).toEqual(['2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T02:00']);
  });

  it('repeats the hour before the one that comes twice where the zone is ahead of UTC, as the server does', () => {
    expect(runs('0 1 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toEqual([
      '2026-10-24T23:00',
      '2026-10-25T00:00',
      '2026-10-26T00:00',
    ]);
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toEqual([
      '2026-10-25T01:30',
      '2026-10-26T01:30',
      '2026-10-27T01:30',
    ]);
    expect(runs('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z')).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T02:00',
      '2026-10-25T03:00',
    ]);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Caracas'])(
    'knows the same runs in %s whenever it is asked',
    (timeZone) => {
      const cron = cronOf('*/15 * * * *', timeZone);
      const day = Date.UTC(2026, 9, 25);
      fc.assert(
        fc.property(fc.integer({ min: day - 200 * 86_400_000, max: day }), (start) => {
          const all = nextRuns(cron, new Date(start), 40).map(Number);
          for (let minutes = 1; minutes < 300; minutes += 7) {
            const asked = start + minutes * 60_000;
            const next = all.find((run) => run > asked);
            expect(nextRuns(cron, new Date(asked), 1).map(Number)).toEqual([next]);
          }
        }),
        { numRuns: 5, examples: [[day - 2 * 3_600_000], [Date.UTC(2026, 3, 4, 12)]] },
      );
    },
  );

  it('goes on after a day that the zone left out', () => {
    expect(runs('0 1 * * *', 'Pacific/Apia', '2011-12-28T23:00:00Z')).toEqual([
      '2011-12-29T11:00',
      '2011-12-30T11:00',
      '2011-12-31T11:00',
    ]);
  });

  it('finds a leap day years ahead and ends with the calendar', () => {
    expect(runs('0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z')).toEqual([
      '2028-02-29T00:00',
      '2032-02-29T00:00',
      '2036-02-29T00:00',
    ]);
    expect(runs('0 0 31 12 *', 'UTC', '2099-12-31T12:00:00Z')).toEqual(['2100-12-31T00:00']);
  });

  // What the server does where a clock is put back is its own: the integration test compares.
  it('gives ascending instants whose clock shows the wanted time, and misses none away from clock changes', () => {
    const zone = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Europe/Lisbon',
      'America/Santiago',
      'Asia/Kathmandu',
      'Africa/Cairo',
    );
    const minute = fc.integer({ min: 0, max: 59 });
    const hour = fc.integer({ min: 0, max: 23 });
    const from = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(
        fc.record({ timeZone: zone, atMinute: minute, atHour: hour, start: from }),
        (given) => {
          const { timeZone, atMinute, atHour, start } = given;
          const offsetAt = offsetReader(timeZone);
          fc.pre(offsetAt(start - 86_400_000) === offsetAt(start + 5 * 86_400_000));
          const found = nextRuns(
            cronOf(`${atMinute} ${atHour} * * *`, timeZone),
            new Date(start),
            4,
          ).map(Number);
          expect(found).toEqual(
            minutesShowing({
              timeZone,
              hour: atHour,
              minute: atMinute,
              from: start,
              to: found[3] ?? 0,
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

interface Wanted {
  readonly timeZone: string;
  readonly hour: number;
  readonly minute: number;
  readonly from: number;
  readonly to: number;
}

/** The instants themselves looked at one by one, a quarter of an hour apart: slow and obviously right. */
function minutesShowing({ timeZone, hour, minute, from, to }: Wanted): number[] {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const wanted = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const quarter = 15 * 60_000;
  const first = Math.floor(from / quarter) * quarter + (minute % 15) * 60_000;
  const found: number[] = [];
  for (let instant = first; instant <= to; instant += quarter) {
    if (instant > from && clock.format(instant) === wanted) found.push(instant);
  }
  return found;
}
