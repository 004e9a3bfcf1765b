import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import type { Figures } from '../../../src/platform/observability/figures.js';

const nothing: Figures = {
  ...{ plays: [], plays_parked: [], sync_lag_seconds: [], sync_runs_total: [] },
  ...{ sync_run_seconds: [], schedule_ticks_day: [], job_runs_day: [], job_last_seconds: [] },
  ...{ connections_ending: [], health: [] },
};

async function scrape(read: () => Promise<Figures>): Promise<readonly string[]> {
  const metrics = createMetrics();
  metrics.watchFigures(read);
  metrics.upstream('trakt', 429);
  metrics.upstream('trakt', 503);
  metrics.upstream('trakt', 'timeout');
  return (await metrics.render()).text.split('\n').filter((line) => line.startsWith('watchflow_'));
}

describe('a scrape', () => {
  it('shows what the database says', async () => {
    const lines = await scrape(() =>
      Promise.resolve({
        ...nothing,
        sync_lag_seconds: [{ labels: {}, value: 60 }],
        plays: [{ labels: { state: 'proven' }, value: 7 }],
      }),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'watchflow_database_up 1',
        'watchflow_sync_lag_seconds 60',
        'watchflow_plays{state="proven"} 7',
      ]),
    );
  });

  it('goes on without the database, says so, and leaves out what only that knows', async () => {
    const lines = await scrape(() => Promise.reject(new Error('away')));
    expect(lines).toContain('watchflow_database_up 0');
    expect(lines.filter((line) => /_(?:plays|sync|job|health)/.test(line))).toEqual([]);
    expect(lines).toContain('watchflow_upstream_requests_total{service="trakt",outcome="429"} 1');
    expect(lines).toContain('watchflow_upstream_requests_total{service="trakt",outcome="5xx"} 1');
  });
});
