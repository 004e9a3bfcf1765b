import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dueStep,
  ladder,
  stepAt,
  type LadderStep,
} from '../../../src/areas/maintenance/expiry/ladder.js';

const dayMs = 86_400_000;
const end = new Date('2027-03-31T09:00:00.000Z');
const before = (days: number, ms = 0) => new Date(end.getTime() - days * dayMs - ms);

/** Looks at these times, one after the other, and is told of what it is told. */
function walk(times: readonly Date[], expiresAt = end): LadderStep[] {
  const told: LadderStep[] = [];
  for (const now of times) {
    const step = dueStep(expiresAt, now, told);
    if (step !== undefined) told.push(step);
  }
  return told;
}

const instant = fc.integer({ min: -10 * dayMs, max: 60 * dayMs }).map((ms) => before(0, ms));
const inOrder = fc
  .array(instant, { maxLength: 40 })
  .map((times) => [...times].sort((one, other) => one.getTime() - other.getTime()));

describe('the ladder of an end', () => {
  it('has a step that comes to the millisecond, and nothing before the first', () => {
    expect(stepAt(end, before(30, 1))).toBeUndefined();
    for (const days of ladder) expect(stepAt(end, before(days))).toBe(days);
    expect(stepAt(end, before(0, 1))).toBe(1);
    expect(stepAt(end, before(-400))).toBe(0);
  });

  it('is told whole, each step once, to who is looked at every day', () => {
    const daily = Array.from({ length: 400 }, (_, day) => before(200 - day, 3_600_000));
    expect(walk(daily)).toEqual([30, 14, 7, 3, 1, 0]);
  });

  it('is told from its strongest step on to who was not looked at in time', () => {
    expect(walk([before(2)])).toEqual([3]);
    expect(walk([before(-90)])).toEqual([0]);
    expect(walk([before(20), before(2), before(1.5), before(-1)])).toEqual([30, 3, 0]);
  });

  it('only ever goes down, so that none is told twice, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(instant, { maxLength: 40 }), (times) => {
        const told = walk(times);
        expect([...told].sort((one, other) => other - one)).toEqual(told);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });

  it('has been told by the last look as far as it had come', () => {
    fc.assert(
      fc.property(inOrder, (times) => {
        const [last] = times.slice(-1);
        const told = walk(times);
        expect(told.at(-1)).toBe(last === undefined ? undefined : stepAt(end, last));
      }),
    );
  });

  it('is the same in any zone and season: only what is left counts', () => {
    fc.assert(
      fc.property(inOrder, fc.integer({ min: 0, max: 3_000 * dayMs }), (times, later) => {
        const moved = times.map((time) => new Date(time.getTime() + later));
        expect(walk(moved, new Date(end.getTime() + later))).toEqual(walk(times));
      }),
    );
  });
});
