import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { previewTiming } from '../../../src/platform/lib/clock-shifts.js';
import { formatInterval, parseInterval } from '../../../src/platform/lib/interval.js';
import {
  intervalOf,
  nextDueTimes,
  parseTiming,
  shortestGapSeconds,
  spreadSecondsOf,
  type Timing,
} from '../../../src/platform/lib/timing.js';

const timingOf = (text: string, timeZone = 'UTC'): Timing => {
  const parsed = parseTiming(text, timeZone);
  if (parsed.kind === 'faulty') throw new Error(parsed.faults.map(String).join());
  return parsed.timing;
};

describe('intervals', () => {
  it.each([
    ['45m', 45],
    ['6h', 360],
    ['1d', 1_440],
    ['PT90M', 90],
    ['PT2H', 120],
    ['P31D', 44_640],
    [' 10M ', 10],
  ])('reads %s as %d minutes', (text, minutes) => {
    expect(parseInterval(text)).toBe(minutes);
  });

  it.each(['0m', '32d', '45', '1w', 'PT1D', 'P1H', '1.5h', '-5m', '', '999999m'])(
    'refuses %s',
    (text) => {
      expect(parseInterval(text)).toBeUndefined();
      expect(parseTiming(`@every ${text}`, 'UTC').kind).toBe('faulty');
    },
  );

  it('are written so that equal ones have equal texts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 44_640 }), (minutes) => {
        expect(parseInterval(formatInterval(minutes))).toBe(minutes);
        expect(timingOf(`@every ${minutes}m`).text).toBe(`@every ${formatInterval(minutes)}`);
      }),
    );
    expect(intervalOf(timingOf('@EVERY 120m').text)).toBe('2h');
    expect(intervalOf('0 * * * *')).toBeNull();
  });

  it('come whatever the clock shows, at their place in the interval', () => {
    const due = nextDueTimes(
      { timing: timingOf('@every 45m', 'Europe/Berlin'), spreadSeconds: 123 },
      new Date('2027-03-28T00:02:03Z'),
      3,
    );
    expect(due.map((time) => time.toISOString().slice(11, 19))).toEqual([
      '00:47:03',
      '01:32:03',
      '02:17:03',
    ]);
  });

  it('name every fault of interval and zone at once', () => {
    const parsed = parseTiming('@every 3w', 'Mars/Base');
    expect(parsed.kind === 'faulty' && parsed.faults.map(({ place }) => place)).toEqual([
      'cron',
      'timeZone',
    ]);
  });
});

describe('the spread', () => {
  it('is stable, within the minute of a clock time and anywhere in an interval, and even', () => {
    const cron = timingOf('0 4 * * *');
    const interval = timingOf('@every 6h');
    const seconds = new Set<number>();
    let firstHalf = 0;
    for (let user = 0; user < 2_000; user += 1) {
      const id = `history:u_${user.toString(16).padStart(16, '0')}`;
      const [inMinute, inInterval] = [spreadSecondsOf(id, cron), spreadSecondsOf(id, interval)];
      expect(spreadSecondsOf(id, cron)).toBe(inMinute);
      expect(inInterval).toBeLessThan(21_600);
      seconds.add(inMinute);
      if (inInterval < 10_800) firstHalf += 1;
    }
    expect(seconds.size).toBe(60);
    expect(Math.abs(firstHalf - 1_000)).toBeLessThan(120);
  });

  it('moves clock times by its seconds, strictly after the given instant', () => {
    const spread = { timing: timingOf('30 4 * * *'), spreadSeconds: 17 };
    const due = (from: string) => nextDueTimes(spread, new Date(from), 1)[0]?.toISOString();
    expect(due('2026-11-22T04:30:16.999Z')).toBe('2026-11-22T04:30:17.000Z');
    expect(due('2026-11-22T04:30:17.000Z')).toBe('2026-11-23T04:30:17.000Z');
  });

  it.each([
    ['* * * * *', 60],
    ['50,55 * * * *', 300],
    ['0 */6 * * *', 21_600],
    ['0 4 * * *', 86_400],
    ['@every 45m', 2_700],
  ])('knows the shortest gap of %s', (text, gap) => {
    expect(shortestGapSeconds(timingOf(text))).toBe(gap);
  });
});

describe('the preview', () => {
  const preview = (text: string, timeZone: string, from: string) =>
    previewTiming({ timing: timingOf(text, timeZone), spreadSeconds: 17 }, new Date(from), 3);

  it('shows a clock time that is skipped, and the shift after it', () => {
    const { runs, skipped } = preview('30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00:00Z');
    expect({ runs: runs.slice(0, 2), skipped }).toEqual({
      runs: [
        {
          at: new Date('2027-03-27T01:30:17Z'),
          local: '2027-03-27T02:30:17+01:00',
          note: null,
        },
        {
          at: new Date('2027-03-29T00:30:17Z'),
          local: '2027-03-29T02:30:17+02:00',
          note: 'shifted',
        },
      ],
      skipped: [{ local: '2027-03-28T02:30:00' }],
    });
  });

  it('shows a clock time that comes twice', () => {
    const { runs, skipped } = preview('30 1 * * *', 'America/New_York', '2026-11-01T00:00:00Z');
    expect(runs.map(({ local, note }) => [local, note])).toEqual([
      ['2026-11-01T01:30:17-04:00', 'first-of-two'],
      ['2026-11-01T01:30:17-05:00', 'second-of-two'],
      ['2026-11-02T01:30:17-05:00', null],
    ]);
    expect(skipped).toEqual([]);
  });

  it('says of an interval only that the clock was changed', () => {
    const { runs, skipped } = preview('@every 1h', 'Europe/Berlin', '2027-03-28T00:10:00Z');
    expect(runs.map(({ local, note }) => [local.slice(11), note])).toEqual([
      ['03:00:17+02:00', 'shifted'],
      ['04:00:17+02:00', null],
      ['05:00:17+02:00', null],
    ]);
    expect(skipped).toEqual([]);
  });

  it('knows nothing to say where clocks are left alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }), (from) => {
        const { runs, skipped } = previewTiming(
          { timing: timingOf('*/20 1-3 * * *', 'Asia/Shanghai'), spreadSeconds: 5 },
          new Date(from),
          10,
        );
        expect(runs.every(({ note }) => note === null)).toBe(true);
        expect(skipped).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
