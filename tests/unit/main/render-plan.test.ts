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
    removals: { plays: { unmark: 1, ask: 1, 'not-ours': 1 }, marks: 1, asks: 'guard' },
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
  removals: [
    {
      position: 1,
      title: 'Frieren',
      season: 1,
      number: 4,
      subjectId: 400602,
      episodeId: 1227087,
      outcome: 'unmark',
    },
    {
      position: 2,
      title: 'A film',
      season: null,
      number: null,
      subjectId: 8,
      episodeId: null,
      outcome: 'ask',
    },
    {
      position: 3,
      title: 'Frieren',
      season: 1,
      number: 5,
      subjectId: 400602,
      episodeId: 1227088,
      outcome: 'not-ours',
    },
  ],
  requests: { trakt: 2, bangumi: 3, byEndpoint: {} },
  wallMs: 2410,
  planId: 'p1',
  workflowId: 'history-plan:u1:r1',
};

describe('a dry run on the terminal', () => {
  it('tells the counts, the timeline, a line per subject and one per mark', () => {
    expect(renderPlan(found)).toBe(`Dry run p1: success, 2.4 s; nothing was written
  plays a sync would move   40
    to be marked            24
    watched there already   6
    left as you marked them 1
    to be parked            3  (unmatched 2)
    to be excluded          6  (out-of-scope 6)
    gone from Trakt         3
  marks to be taken away    1  (unmark 1, ask 1, not-ours 1)
  you would be asked first  it is more than you let go unasked
  episodes to be marked     24
  subjects to be written to 2  (collected anew 1, made done 0)
  writes to Bangumi         3
  public timeline entries   3 at most
  requests of this dry run  Trakt 2, Bangumi 3

  subject  collection  episodes  timeline  title
   400602  collect           12         2  葬送のフリーレン
        8  keep              12         1

  subject    episode  its mark  play that is gone
   400602    1227087  unmark    Frieren 1x4
        8      whole  ask       A film`);
  });

  it('tells what stopped it, and no half of a plan', () => {
    const stopped = { ...found, status: 'rate-limited', advice: 'Wait.', report: null } as const;
    expect(renderPlan({ ...stopped, subjects: [], removals: [] })).toBe(
      'Dry run p1: rate-limited, 2.4 s; nothing was written\n  Wait.',
    );
  });
});
