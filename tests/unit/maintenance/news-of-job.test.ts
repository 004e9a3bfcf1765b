import { describe, expect, it } from '@jest/globals';
import type { JobRun } from '../../../src/areas/maintenance/job-run.js';
import { newsOfJob } from '../../../src/areas/maintenance/news-of-job.js';

const at = (text: string) => new Date(`2026-11-${text}Z`);
const ended = (change: Partial<JobRun>): JobRun => ({
  id: 'the-run',
  job: 'cleanup',
  trigger: 'schedule',
  status: 'SUCCESS',
  startAt: at('10T00:00:00'),
  endAt: at('10T00:01:00'),
  durationMs: 60_000,
  result: {},
  error: null,
  ...change,
});
const usual = (ms: number, runs = 5) => ({ failingSince: null, usual: { runs, ms } });
const nothing = { failingSince: null, usual: null };

describe('what is told of a job that ended', () => {
  it('is its failure, once a day since the first one', () => {
    const failed = ended({ status: 'FAILED', error: 'no' });
    const first = newsOfJob(failed, nothing);
    expect(first).toEqual({ event: 'job.failed', dedupeKey: 'cleanup/2026-11-10T00:00:00.000Z/0' });
    const since = { failingSince: failed.startAt, usual: null };
    const again = { startAt: at('10T23:00:00'), endAt: at('10T23:59:59') };
    expect(newsOfJob({ ...failed, ...again }, since)).toEqual(first);
    const later = { startAt: at('11T00:00:00'), endAt: at('11T00:00:00') };
    expect(newsOfJob({ ...failed, ...later }, since)).toMatchObject({
      dedupeKey: 'cleanup/2026-11-10T00:00:00.000Z/1',
    });
  });

  it('is that it took more than three times what is usual', () => {
    expect(newsOfJob(ended({}), usual(19_999))).toEqual({
      event: 'job.slow',
      dedupeKey: 'cleanup/the-run',
      usualMs: 19_999,
    });
    expect(newsOfJob(ended({}), usual(20_000))).toBeNull();
  });

  it('is nothing while little is known, while it is quick all the same, or while it runs', () => {
    expect(newsOfJob(ended({}), nothing)).toBeNull();
    expect(newsOfJob(ended({}), usual(10, 4))).toBeNull();
    expect(newsOfJob(ended({ durationMs: 9_999 }), usual(10))).toBeNull();
    expect(newsOfJob(ended({ durationMs: 10_000 }), usual(10))).toMatchObject({
      event: 'job.slow',
    });
    const running = { status: 'RUNNING', endAt: null, durationMs: null } as const;
    expect(newsOfJob(ended(running), usual(10))).toBeNull();
  });
});
