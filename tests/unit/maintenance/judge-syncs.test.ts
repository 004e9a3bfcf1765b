import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RunOutcome } from '../../../src/areas/history/index.js';
import {
  newsOfSyncs,
  standingOf,
  type SyncNews,
  type SyncsTold,
} from '../../../src/areas/maintenance/syncs/judge-syncs.js';

type Status = RunOutcome['status'];

const hour = 3_600_000;
const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * hour);

/** Newest first, a minute apart. */
const runs = (...all: readonly (readonly [string, Status])[]): RunOutcome[] =>
  all.map(([userId, status], place) => ({ userId, status, endedAt: hoursAgo(place / 60) }));
const times = (count: number, userId: string, status: Status) =>
  Array.from({ length: count }, () => [userId, status] as const);

const untold: SyncsTold = { failingAt: null, healedAt: null };
const news = (outcomes: readonly RunOutcome[], told = untold) =>
  newsOfSyncs(standingOf(outcomes), told, now)?.event ?? null;

describe('how the newest syncs stand', () => {
  it('is how many there are, how many failed, and for how many people the newest one did', () => {
    const outcomes = runs(
      ['ann', 'success'],
      ['bob', 'incomplete'],
      ['ann', 'upstream-down'],
      ['bob', 'unchanged'],
      ['ann', 'upstream-down'],
    );
    expect(standingOf(outcomes)).toEqual({
      runs: 5,
      failed: 3,
      people: 2,
      failing: 1,
      since: hoursAgo(4 / 60),
      reason: 'upstream-down',
    });
  });

  it('is unknown where nobody synced, and no reason stands where none failed', () => {
    expect(standingOf([])).toBeNull();
    expect(standingOf(runs(['ann', 'success']))).toMatchObject({ failed: 0, reason: null });
  });
});

describe('what administrators are told of syncs', () => {
  it('is that most failed, with the figures, the reason and since when', () => {
    const outcomes = runs(...times(3, 'ann', 'failed'), ['ann', 'success'], ['ann', 'success']);
    expect(newsOfSyncs(standingOf(outcomes), untold, now)).toEqual({
      event: 'syncs.failing',
      reason: 'failed',
      standing: standingOf(outcomes),
    });
  });

  it('is nothing for fewer than three failures, or for half of the runs', () => {
    expect(news(runs(...times(2, 'ann', 'failed')))).toBeNull();
    expect(news(runs(...times(3, 'ann', 'failed')))).toBe('syncs.failing');
    const half = [...times(3, 'ann', 'failed'), ...times(3, 'ann', 'success')];
    expect(news(runs(...half))).toBeNull();
  });

  it('is nothing while the newest run failed for fewer than half of the people, however often', () => {
    const often = times(20, 'ann', 'failed');
    expect(news(runs(...often, ['bob', 'success']))).toBe('syncs.failing');
    expect(news(runs(...often, ['bob', 'success'], ['cid', 'success']))).toBeNull();
  });

  it('is told again after a day, not before', () => {
    const failing = runs(...times(3, 'ann', 'failed'));
    expect(news(failing, { failingAt: hoursAgo(23.9), healedAt: null })).toBeNull();
    expect(news(failing, { failingAt: hoursAgo(24), healedAt: hoursAgo(30) })).toBe(
      'syncs.failing',
    );
  });

  it('begins anew after it was over', () => {
    const failing = runs(...times(3, 'ann', 'failed'));
    expect(news(failing, { failingAt: hoursAgo(3), healedAt: hoursAgo(2) })).toBe('syncs.failing');
  });

  it('is its end once, when it holds for fewer than a quarter of the people', () => {
    const open = { failingAt: hoursAgo(3), healedAt: null };
    const well = (people: number) =>
      Array.from({ length: people }, (_, place) => [`well-${place}`, 'success'] as const);
    const quarter = runs(['ann', 'failed'], ...well(3));
    expect(news(quarter, open)).toBeNull();
    const fewer = runs(['ann', 'failed'], ...well(4));
    expect(newsOfSyncs(standingOf(fewer), open, now)).toEqual({
      event: 'syncs.healed',
      failingAt: hoursAgo(3),
      standing: standingOf(fewer),
    });
    expect(news(fewer, { failingAt: hoursAgo(3), healedAt: hoursAgo(1) })).toBeNull();
    expect(news(fewer)).toBeNull();
  });

  it('is nothing while nobody syncs, whatever was told', () => {
    expect(news([])).toBeNull();
    expect(news([], { failingAt: hoursAgo(50), healedAt: null })).toBeNull();
  });

  it('never ends what did not begin, and is never told twice within a day, whatever comes', () => {
    const anOutcome = fc.tuple(
      fc.constantFrom('ann', 'bob', 'cid'),
      fc.constantFrom<Status>('success', 'unchanged', 'failed', 'upstream-down', 'incomplete'),
    );
    const looks = fc.array(
      fc.record({
        outcomes: fc.array(anOutcome, { maxLength: 12 }),
        pause: fc.integer({ min: 1, max: 30 * hour }),
      }),
    );
    fc.assert(
      fc.property(looks, (all) => {
        const told = tellAll(all);
        const pairs = told.map((one, place) => ({ one, before: told[place - 1] }));
        const ends = pairs.filter(({ one }) => one.event === 'syncs.healed');
        expect(ends.map(({ before }) => before?.event)).toEqual(ends.map(() => 'syncs.failing'));
        const repeats = pairs.filter(
          ({ one, before }) => one.event === 'syncs.failing' && before?.event === 'syncs.failing',
        );
        const soonest = Math.min(
          ...repeats.map(({ one, before = one }) => one.at.getTime() - before.at.getTime()),
        );
        expect(soonest).toBeGreaterThanOrEqual(24 * hour);
      }),
    );
  });
});

interface Look {
  readonly outcomes: readonly (readonly [string, Status])[];
  readonly pause: number;
}

/** What one administrator hears over these looks. */
function tellAll(looks: readonly Look[]): { event: SyncNews['event']; at: Date }[] {
  const heard: { event: SyncNews['event']; at: Date }[] = [];
  let at = now;
  let told = untold;
  for (const { outcomes, pause } of looks) {
    at = new Date(at.getTime() + pause);
    const found = newsOfSyncs(standingOf(runs(...outcomes)), told, at);
    if (found === null) continue;
    heard.push({ event: found.event, at });
    told = { ...told, [found.event === 'syncs.failing' ? 'failingAt' : 'healedAt']: at };
  }
  return heard;
}
