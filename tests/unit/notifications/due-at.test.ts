import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueAt, type Digest } from '../../../src/areas/notifications/timing/due-at.js';
import {
  endOfQuiet,
  nextAtMinute,
  type QuietHours,
} from '../../../src/areas/notifications/timing/quiet-hours.js';

const hourMs = 3_600_000;

const zones = fc.constantFrom(
  'UTC',
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
);
const minutes = fc.integer({ min: 0, max: 1_439 });
/** Often near a change of the clocks. */
const times = fc
  .tuple(
    fc.constantFrom(
      '2026-03-29T00:00:00Z',
      '2026-10-25T00:00:00Z',
      '2026-04-04T12:00:00Z',
      '2026-07-01T00:00:00Z',
    ),
    fc.integer({ min: -30 * hourMs, max: 30 * hourMs }),
  )
  .map(([near, by]) => new Date(Date.parse(near) + by));
const quietHours = fc
  .record({ fromMinute: minutes, toMinute: minutes, timeZone: zones })
  .filter(({ fromMinute, toMinute }) => fromMinute !== toMinute);
const digests: fc.Arbitrary<Digest> = fc.oneof(
  fc.constantFrom<Digest[]>({ kind: 'immediate' }, { kind: 'hourly' }),
  fc.record({ kind: fc.constant('daily' as const), minute: minutes, timeZone: zones }),
);

/** As a person reads it off the clock, and not by our code. */
function minuteShown(at: Date, timeZone: string): number {
  const text = at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}

function isQuiet(at: Date, { fromMinute, toMinute, timeZone }: QuietHours): boolean {
  const shown = minuteShown(at, timeZone);
  return fromMinute < toMinute
    ? shown >= fromMinute && shown < toMinute
    : shown >= fromMinute || shown < toMinute;
}

const after = (start: Date, end: Date): number => end.getTime() - start.getTime();

describe('when a notification goes out', () => {
  it('is at once for what is urgent, whatever was chosen', () => {
    fc.assert(
      fc.property(times, digests, quietHours, (at, digest, quiet) => {
        expect(dueAt({ at, isUrgent: true, digest, quiet })).toEqual(at);
      }),
      { numRuns: 50 },
    );
  });

  it('is never before it happened, never within quiet hours, and not much more than a day for each of the two waits', () => {
    fc.assert(
      fc.property(
        times,
        digests,
        fc.option(quietHours, { nil: undefined }),
        (at, digest, quiet) => {
          const due = dueAt({ at, isUrgent: false, digest, quiet });
          const wait = after(at, due);
          expect(wait).toBeGreaterThanOrEqual(0);
          // A day in which the clocks go back has 25 hours.
          expect(wait).toBeLessThanOrEqual((quiet === undefined ? 25 : 50) * hourMs);
          expect(quiet !== undefined && isQuiet(due, quiet)).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the first moment after quiet hours: the one before is quiet', () => {
    fc.assert(
      fc.property(times, quietHours, (at, quiet) => {
        const end = endOfQuiet(at, quiet);
        expect(after(at, end)).toBeLessThanOrEqual(25 * hourMs);
        const before = isQuiet(at, quiet) && isQuiet(new Date(end.getTime() - 1), quiet);
        expect(before || end.getTime() === at.getTime()).toBe(true);
        expect(isQuiet(at, quiet) && end.getTime() === at.getTime()).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('of a daily mail is when the clock shows its minute, or jumps over it', () => {
    fc.assert(
      fc.property(times, minutes, zones, (at, minute, timeZone) => {
        const due = nextAtMinute(at, { minute, timeZone });
        const shown = minuteShown(due, timeZone);
        const before = minuteShown(new Date(due.getTime() - 1), timeZone);
        const jumped = (shown - before + 1_440) % 1_440;
        const late = (shown - minute + 1_440) % 1_440;
        expect(late === 0 || (jumped > 1 && late < jumped)).toBe(true);
        // Nothing is waited for where it is that minute's beginning already.
        expect(nextAtMinute(due, { minute: shown, timeZone })).toEqual(due);
      }),
      { numRuns: 150 },
    );
  });
});

describe('quiet hours', () => {
  const night = { fromMinute: 22 * 60, toMinute: 7 * 60 };
  it.each([
    ['before them', '2026-11-22T20:59:59Z', '2026-11-22T20:59:59.000Z'],
    ['as they begin', '2026-11-22T21:00:00Z', '2026-11-23T06:00:00.000Z'],
    ['after midnight', '2026-11-23T02:00:00Z', '2026-11-23T06:00:00.000Z'],
    ['as they end', '2026-11-23T06:00:00Z', '2026-11-23T06:00:00.000Z'],
    ['in the short night of spring', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['in the long night of autumn', '2026-10-24T21:00:00Z', '2026-10-25T06:00:00.000Z'],
  ])('%s', (_when, at, end) => {
    const quiet = { ...night, timeZone: 'Europe/Berlin' };
    expect(endOfQuiet(new Date(at), quiet).toISOString()).toBe(end);
  });

  it.each([
    [
      'end with the jump that leaves their end out',
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'come twice where the clock shows them twice',
      '2026-10-25T01:10:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
  ])('%s', (_what, at, end) => {
    const quiet = { fromMinute: 60, toMinute: 150, timeZone: 'Europe/Berlin' };
    expect(endOfQuiet(new Date(at), quiet).toISOString()).toBe(end);
  });
});

describe('digests', () => {
  it.each<[string, Digest, string]>([
    ['hourly at the full hour', { kind: 'hourly' }, '2026-03-29T01:00:00.000Z'],
    [
      'daily at a time the clock leaves out: as it jumps over it',
      { kind: 'daily', minute: 150, timeZone: 'Europe/Berlin' },
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'daily the next day where today’s has gone',
      { kind: 'daily', minute: 60, timeZone: 'Europe/Berlin' },
      '2026-03-29T23:00:00.000Z',
    ],
  ])('go out %s', (_when, digest, due) => {
    const at = new Date('2026-03-29T00:20:00Z');
    expect(dueAt({ at, isUrgent: false, digest, quiet: undefined }).toISOString()).toBe(due);
  });
});
