import { describe, expect, it } from '@jest/globals';
import { certify } from '../../../src/areas/history/certificate.js';
import type { RunStatus, SyncRunView } from '../../../src/areas/history/run.js';
import { newsOf } from '../../../src/areas/history/runs/tell-ending.js';

const waiting = (count: number) =>
  certify(
    {
      promised: count,
      held: count,
      byState: {
        seen: 0,
        planned: 0,
        sent: 0,
        proven: 0,
        parked: count,
        excluded: 0,
        removed: 0,
      },
      parkedReasons: { unmatched: count },
      excludedReasons: {},
    },
    0,
  );

const aRun = (status: RunStatus, over: Partial<SyncRunView> = {}): SyncRunView => ({
  id: 'run-2',
  userId: 'ann',
  mode: 'normal',
  trigger: 'schedule',
  requestId: null,
  undoes: null,
  workflowId: 'history:ann',
  workflowRunId: 'w',
  status,
  advice: null,
  retryAt: null,
  startedAt: new Date('2026-11-22T09:00:00Z'),
  endedAt: new Date('2026-11-22T09:00:05Z'),
  certificate: null,
  requests: { trakt: 0, bangumi: 0, byEndpoint: {} },
  ...over,
});

const told = (run: SyncRunView, before?: SyncRunView) =>
  newsOf(run, before).map(({ event }) => event);

describe('what of the end of a run is news', () => {
  it('is a failure that the run before did not end with', () => {
    for (const status of ['failed', 'upstream-down', 'account-locked', 'incomplete'] as const) {
      expect(told(aRun(status))).toEqual(['run.failed']);
      expect(told(aRun(status), aRun('success'))).toEqual(['run.failed']);
      expect(told(aRun(status), aRun(status))).toEqual([]);
    }
    expect(told(aRun('failed'), aRun('upstream-down'))).toEqual(['run.failed']);
  });

  it('is not a success, a cancellation, or what the connections tell', () => {
    for (const status of [
      'success',
      'unchanged',
      'cancelled',
      'needs-reauth',
      'app-blocked',
    ] as const) {
      expect(told(aRun(status), aRun('failed'))).toEqual([]);
    }
  });

  it('is the first long wait for a service', () => {
    const limited = aRun('rate-limited', { retryAt: new Date('2026-11-22T10:00:00Z') });
    expect(newsOf(limited, undefined)).toEqual([
      {
        userId: 'ann',
        event: 'run.rate-limited',
        dedupeKey: 'run-2',
        data: { runId: 'run-2', retryAt: '2026-11-22T10:00:00.000Z' },
      },
    ]);
    expect(told(limited, limited)).toEqual([]);
  });

  it('is more plays that wait for a person than before', () => {
    const three = aRun('success', { certificate: waiting(3) });
    expect(newsOf(three, undefined)).toMatchObject([{ event: 'plays.parked', data: { count: 3 } }]);
    expect(told(three, three)).toEqual([]);
    expect(told(three, aRun('success', { certificate: waiting(2) }))).toEqual(['plays.parked']);
    expect(told(aRun('success', { certificate: waiting(1) }), three)).toEqual([]);
  });
});
