import { describe, expect, it } from '@jest/globals';
import { renderPlan, type PlanOutcomeReport } from '../../../src/main/plan-once.js';

const found: PlanOutcomeReport = {
  status: 'success',
  advice: null,
  report: {
    plays: {
      lookedAt: 40,
      mark: 24,
      doneAlready: 6,
      keptByUser: 1,
      gone: 1,
      parked: 2,
      excluded: 6,
      removed: 3,
    },
    parkedReasons: { unmatched: 2 },
    excludedReasons: { 'out-of-scope': 6 },
    subjects: { touched: 2, collect: 1, raise: 0 },
    episodes: 24,
    writes: 3,
    timelineEntries: 3,
  },
  subjects: [
    {
      subjectId: 400602,
      title: '葬送のフリーレン',
      collection: 'collect',
      episodes: 12,
      timelineEntries: 2,
    },
    { subjectId: 8, title: null, collection: 'keep', episodes: 12, timelineEntries: 1 },
  ],
  requests: { trakt: 2, bangumi: 3, byEndpoint: {} },
  wallMs: 2410,
  planId: 'p1',
  workflowId: 'history-plan:u1:r1',
};

describe('a dry run on the terminal', () => {
  it('tells the counts, the timeline, and a line per subject', () => {
    expect(renderPlan(found)).toBe(`Dry run p1: success, 2.4 s; nothing was written
  plays a sync would move   40
    to be marked            24
    watched there already   6
    left as you marked them 1
    to be parked            3  (unmatched 2)
    to be excluded          6  (out-of-scope 6)
    gone from Trakt         3
  episodes to be marked     24
  subjects to be written to 2  (collected anew 1, made done 0)
  writes to Bangumi         3
  public timeline entries   3 at most
  requests of this dry run  Trakt 2, Bangumi 3

  subject  collection  episodes  timeline  title
   400602  collect           12         2  葬送のフリーレン
        8  keep              12         1`);
  });

  it('tells what stopped it, and no half of a plan', () => {
    const stopped = { ...found, status: 'rate-limited', advice: 'Wait.', report: null } as const;
    expect(renderPlan({ ...stopped, subjects: [] })).toBe(
      'Dry run p1: rate-limited, 2.4 s; nothing was written\n  Wait.',
    );
  });
});
