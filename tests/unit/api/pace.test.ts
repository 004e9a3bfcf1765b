import { describe, expect, it } from '@jest/globals';
import type { ProgressView } from '../../../src/api/ports.js';
import { createPace } from '../../../src/api/streams/pace.js';

const start = Date.parse('2026-11-22T09:00:00Z');

/** A run with 10 subjects to mark, looked at so many seconds after the start. */
function aRun() {
  let now = start;
  const etaOf = createPace({ clock: { now: () => new Date(now) } });
  return (seconds: number, done: number, over: Partial<ProgressView> = {}) => {
    now = start + seconds * 1000;
    const eta = etaOf({
      runId: 'r',
      mode: 'normal',
      phase: 'marking',
      pages: { done: 1, total: 1 },
      items: { matched: 1, total: 1 },
      subjects: { done, total: 10 },
      queued: 0,
      ...over,
    });
    return eta === null ? null : (eta.getTime() - start) / 1000;
  };
}

describe('when a run will be done', () => {
  it('is not told before something was marked between two looks', () => {
    const look = aRun();
    expect(look(0, 4)).toBeNull();
    expect(look(5, 4)).toBeNull();
  });

  it('follows from the pace of what was marked since the first look', () => {
    const look = aRun();
    look(0, 4);
    expect(look(10, 6)).toBe(30);
    expect(look(20, 9)).toBe(24);
    expect(look(30, 10)).toBe(30);
  });

  it('is not told while it reads or matches, for nobody knows how much there is to mark', () => {
    const look = aRun();
    expect(look(0, 0, { phase: 'reading' })).toBeNull();
    expect(look(10, 5, { phase: 'matching' })).toBeNull();
  });

  it('is reckoned anew where the run counts anew, and apart for each run', () => {
    const look = aRun();
    look(0, 4);
    expect(look(10, 0)).toBeNull();
    expect(look(20, 5)).toBe(30);
    expect(look(20, 5, { runId: 'other' })).toBeNull();
  });
});
