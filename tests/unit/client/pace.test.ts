import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../../client/src/http/retry-after.js';
import { delayBefore } from '../../../client/src/outbox/backoff.js';
import { replay } from '../../../client/src/outbox/replay.js';
import { VersionCounter } from '../../../client/src/outbox/version-counter.js';

const pace = { first: 100, longest: 1_000 };

describe('the pause before another attempt', () => {
  it('doubles up to the longest, somewhere in its upper half', () => {
    const at = (failures: number, random: number) =>
      delayBefore(pace, failures, { random: () => random });
    expect([1, 2, 3, 4, 5, 5_000].map((failures) => at(failures, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    expect([1, 5].map((failures) => at(failures, 0))).toEqual([50, 500]);
  });

  it('is never shorter than the server said, but ends', () => {
    expect(delayBefore(pace, 1, { retryAfterMs: 5_000, random: () => 0 })).toBe(5_050);
    expect(delayBefore(pace, 1, { retryAfterMs: 1e9, random: () => 0 })).toBe(600_050);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');

  it.each([
    ['5', 5_000],
    [' 0 ', 0],
    ['Mon, 30 Nov 2026 12:00:30 GMT', 30_000],
    ['Mon, 30 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

describe('counted versions', () => {
  it('rise, above what was noted, what is there, and what was counted before a restart', () => {
    const versions = new VersionCounter();
    const first = versions.next(0);
    expect(first).toBeGreaterThanOrEqual(Date.parse('2026-01-01'));
    versions.note(first + 1_000_000);
    expect(versions.next(0)).toBe(first + 1_000_001);
    expect(versions.next(first + 2_000_000)).toBe(first + 2_000_001);
    const later = replay([{ entry: 'highest', version: first + 3_000_000 }]).versions;
    expect(later.next(0)).toBe(first + 3_000_001);
    versions.note(Number.MAX_SAFE_INTEGER);
    expect(versions.next(0)).toBe(first + 2_000_002);
  });
});
