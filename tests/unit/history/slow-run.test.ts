import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SyncRunView } from '../../../src/areas/history/run.js';
import { mayBeSlow, newsOfSlowRun } from '../../../src/areas/history/runs/slow-run.js';

const startedAt = new Date('2026-11-22T09:00:00Z');
const after = (ms: number) => new Date(startedAt.getTime() + ms);

const aRun = (ms: number, over: Partial<SyncRunView> = {}): SyncRunView => ({
  id: 'the-run',
  userId: 'ann',
  mode: 'normal',
  trigger: 'schedule',
  requestId: null,
  undoes: null,
  workflowId: 'history:ann',
  workflowRunId: 'w',
  status: 'success',
  advice: null,
  retryAt: null,
  startedAt,
  endedAt: after(ms),
  certificate: null,
  requests: { trakt: 0, bangumi: 0, byEndpoint: {} },
  ...over,
});
const usual = (msPerPlay: number, runs = 5) => ({ runs, msPerPlay });
const minute = 60_000;
const day = 86_400_000;

describe('a run that took far longer per play than usual', () => {
  it('is told with its pace, the usual one and how many times that is', () => {
    const pace = { plays: 40, usual: usual(310.4) };
    expect(newsOfSlowRun(aRun(90_400), pace, null)).toEqual({
      userId: 'ann',
      event: 'run.slow',
      dedupeKey: '2026-11-22T09:00:00.000Z',
      data: {
        runId: 'the-run',
        plays: 40,
        seconds: 90,
        msPerPlay: 2_260,
        usualMsPerPlay: 310,
        times: 7.3,
      },
    });
  });

  it('is one of more than three times the usual', () => {
    expect(newsOfSlowRun(aRun(minute), { plays: 10, usual: usual(2_000) }, null)).toBeNull();
    expect(newsOfSlowRun(aRun(minute), { plays: 10, usual: usual(1_999) }, null)).not.toBeNull();
  });

  it('is none that took less than a minute, moved fewer than five plays, or was not counted', () => {
    const pace = { plays: 5, usual: usual(1) };
    expect(newsOfSlowRun(aRun(minute - 1), pace, null)).toBeNull();
    expect(newsOfSlowRun(aRun(minute), pace, null)).not.toBeNull();
    expect(newsOfSlowRun(aRun(minute), { ...pace, plays: 4 }, null)).toBeNull();
    expect(newsOfSlowRun(aRun(minute), { ...pace, plays: null }, null)).toBeNull();
  });

  it('is none while nothing is usual: the first runs there are', () => {
    expect(newsOfSlowRun(aRun(minute), { plays: 10, usual: null }, null)).toBeNull();
    expect(newsOfSlowRun(aRun(minute), { plays: 10, usual: usual(1, 4) }, null)).toBeNull();
  });

  it('is told once a day at most', () => {
    const pace = { plays: 10, usual: usual(1) };
    expect(newsOfSlowRun(aRun(minute), pace, after(1 - day))).toBeNull();
    expect(newsOfSlowRun(aRun(minute), pace, after(-day))).not.toBeNull();
  });

  it('is none that still runs, failed, was cancelled, or takes something back', () => {
    expect(mayBeSlow(aRun(minute))).toBe(true);
    expect(mayBeSlow(aRun(minute, { mode: 'full' }))).toBe(true);
    for (const other of [
      { status: 'running', endedAt: null },
      { status: 'success', endedAt: null },
      { status: 'failed' },
      { status: 'incomplete' },
      { status: 'cancelled' },
      { mode: 'undo' },
    ] as const) {
      expect(mayBeSlow(aRun(minute, other))).toBe(false);
      expect(newsOfSlowRun(aRun(minute, other), { plays: 10, usual: usual(1) }, null)).toBeNull();
    }
  });

  it('says figures a notification may hold, whatever the runs were', () => {
    const figure = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(
        figure,
        figure,
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (ms, plays, pace) => {
          const notice = newsOfSlowRun(aRun(ms), { plays, usual: usual(pace) }, null);
          if (notice === null) return;
          const figures = Object.values(notice.data).filter((fact) => typeof fact === 'number');
          expect(figures.every((fact) => Number.isFinite(fact) && fact >= 0)).toBe(true);
          expect(ms / plays).toBeGreaterThan(pace * 3);
        },
      ),
    );
  });
});
