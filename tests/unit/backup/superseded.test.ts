import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backupName, madeAtOf } from '../../../src/areas/backup/files/backup-name.js';
import { superseded } from '../../../src/areas/backup/files/superseded.js';

const hourMs = 3_600_000;
/** A Monday. */
const start = Date.parse('2026-11-30T02:50:00Z');
const daysLater = (days: number, hours = 0): string =>
  backupName(new Date(start + days * 24 * hourMs + hours * hourMs));

/** What is left of a backup each night, tidied each night. */
function keptAfter(nights: number, days: number): string[] {
  let kept: string[] = [];
  for (let night = 0; night < nights; night += 1) {
    kept = [...kept, daysLater(night)];
    const gone = superseded(kept, days);
    kept = kept.filter((name) => !gone.includes(name));
  }
  return kept;
}

describe('which backups are kept', () => {
  it('one of each of the latest days, then one of each of four weeks', () => {
    expect(keptAfter(70, 7)).toEqual([
      // Sundays
      ...[41, 48, 55, 62].map((night) => daysLater(night)),
      ...[63, 64, 65, 66, 67, 68, 69].map((night) => daysLater(night)),
    ]);
  });

  it('of a day with several the newest', () => {
    const names = [daysLater(0), daysLater(0, 3), daysLater(0, 6)];
    expect(superseded(names, 7)).toEqual([daysLater(0, 3), daysLater(0)]);
  });

  it('never fewer because none were made for a while', () => {
    const names = [0, 1, 2].map((day) => daysLater(day));
    expect(superseded([...names, daysLater(300)], 7)).toEqual([]);
  });

  it('always the newest, and whatever we did not name', () => {
    const anyTime = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => daysLater(0, hours));
    fc.assert(
      fc.property(fc.uniqueArray(anyTime), fc.integer({ min: 1, max: 10 }), (names, days) => {
        const others = [
          'holiday.jpg',
          'watchflow.age',
          'watchflow-latest.age',
          `${names[0] ?? ''}.bak`,
        ];
        const gone = superseded([...others, ...names], days);
        const newest = names.toSorted().at(-1);
        expect(gone).not.toContain(newest);
        expect(others.filter((name) => gone.includes(name))).toEqual([]);
        expect(names.length - gone.length).toBeLessThanOrEqual(days + 4);
      }),
    );
  });
});

describe('the name of a backup', () => {
  it('says when it was made', () => {
    const name = backupName(new Date('2026-11-30T02:50:07.123Z'));
    expect(name).toBe('watchflow-20261130T025007Z.age');
    expect(madeAtOf(name)).toEqual(new Date('2026-11-30T02:50:07Z'));
    expect(madeAtOf('watchflow-20269930T025007Z.age')).toBeUndefined();
  });
});
