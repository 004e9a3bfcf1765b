import { describe, expect, it } from '@jest/globals';
import {
  fullDiskBytes,
  judgeAnswer,
  judgeDisk,
  judgeReadings,
  judgeService,
  lowDiskBytes,
} from '../../../src/areas/maintenance/health/judge.js';
import type { HealthState } from '../../../src/areas/maintenance/health/health.js';
import { changesAmong, sayChange, settle } from '../../../src/areas/maintenance/health/settle.js';

/** What counts after each of these looks, one after the other. */
function settled(...states: readonly HealthState[]): readonly HealthState[] {
  let before: { state: HealthState; settled: HealthState } | undefined;
  return states.map((state) => {
    before = { state, settled: settle(state, before) };
    return before.settled;
  });
}

describe('a state', () => {
  it('counts once it was seen twice in a row', () => {
    expect(settled('down', 'down', 'ok', 'ok')).toEqual(['ok', 'down', 'down', 'ok']);
  });

  it('that comes and goes changes nothing', () => {
    expect(settled('ok', 'down', 'ok', 'down', 'ok')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(settled('down', 'down', 'degraded', 'down')).toEqual(['ok', 'down', 'down', 'down']);
  });

  it('is told when it changes, and not while it lasts', () => {
    const now = { component: 'trakt', settled: 'down', detail: 'timeout' } as const;
    const changes = changesAmong([now], new Map());
    expect(changes.map(sayChange)).toEqual(['trakt: ok → down (timeout)']);
    const before = new Map([['trakt', { state: 'down', settled: 'down' }] as const]);
    expect(changesAmong([now], before)).toEqual([]);
  });
});

describe('a look', () => {
  it('calls a disk low below its bound, and full below the next', () => {
    expect([lowDiskBytes, lowDiskBytes - 1, fullDiskBytes - 1].map(judgeDisk)).toMatchObject([
      { state: 'ok' },
      { state: 'degraded', detail: 'low' },
      { state: 'down', detail: 'full' },
    ]);
  });

  it('tells slow answers from none', () => {
    expect(judgeAnswer({ ok: true, ms: 1_000 }).state).toBe('ok');
    expect(judgeAnswer({ ok: true, ms: 1_001 })).toMatchObject({
      state: 'degraded',
      detail: 'slow',
    });
    expect(judgeAnswer({ ok: false, ms: 3 })).toMatchObject({ state: 'down' });
  });

  it('tells a service that refuses from one that is away', () => {
    expect(judgeService(undefined, 5).state).toBe('ok');
    expect(judgeService('rate-limited', 5)).toMatchObject({ state: 'degraded' });
    expect(judgeService('unavailable', 5)).toMatchObject({ state: 'down', detail: 'unreachable' });
  });

  it('calls the numbers of a relay lost after three readings that failed', () => {
    expect([0, 1, 3].map((misses) => judgeReadings({ misses }).state)).toEqual([
      'ok',
      'degraded',
      'down',
    ]);
  });
});
