import { describe, expect, it } from '@jest/globals';
import { nextAttempt } from '../../../src/areas/notifications/delivering/next-attempt.js';

const dueAt = new Date('2026-11-22T00:00:00Z');

describe('when a delivery is tried again', () => {
  it('grows from seconds to hours and ends within two days', () => {
    const times: number[] = [0];
    for (let now: Date | undefined = dueAt; now !== undefined;) {
      now = nextAttempt({ attempts: times.length, dueAt, now });
      if (now !== undefined) times.push((now.getTime() - dueAt.getTime()) / 1000);
    }
    expect(times.slice(0, 5)).toEqual([0, 5, 35, 155, 755]);
    expect(times.length).toBe(14);
    expect(times.at(-1)).toBeGreaterThan(36 * 3_600);
    expect(times.at(-1)).toBeLessThanOrEqual(48 * 3_600);
  });

  it('waits as long as the receiver asks, but not less than it would', () => {
    const first = { attempts: 1, dueAt, now: dueAt };
    expect(nextAttempt({ ...first, retryAfterSeconds: 90 })).toEqual(
      new Date('2026-11-22T00:01:30Z'),
    );
    expect(nextAttempt({ ...first, retryAfterSeconds: 1 })).toEqual(
      new Date('2026-11-22T00:00:05Z'),
    );
    expect(nextAttempt({ ...first, retryAfterSeconds: 49 * 3_600 })).toBeUndefined();
  });
});
