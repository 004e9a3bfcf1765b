import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import { watchFigures, type Figures } from '../../../src/platform/observability/figures.js';

const nothing: Figures = {
  ...{ plays: [], plays_parked: [], sync_lag_seconds: [], sync_runs_total: [] },
  ...{ sync_run_seconds: [], schedule_ticks_day: [], job_runs_day: [], job_last_seconds: [] },
  ...{ connections_ending: [], health: [], sync_run_duration_seconds: [] },
};

async function scrape(
  read: () => Promise<Figures>,
  ping: () => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const metrics = createMetrics();
  metrics.watchFigures({ read, ping });
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

  it('shows a histogram that was counted in the database, each bucket with those below it', async () => {
    const nine = { labels: { mode: 'normal', status: 'a "b"\\\n' }, sum: 12.5 };
    const counts = [2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4];
    const lines = await scrape(() =>
      Promise.resolve({ ...nothing, sync_run_duration_seconds: [{ ...nine, counts }] }),
    );
    const own = lines.filter((line) => line.includes('sync_run_duration'));
    const labels = 'mode="normal",status="a \\"b\\"\\\\\\n"';
    const bucket = (le: string) =>
      `watchflow_sync_run_duration_seconds_bucket{${labels},le="${le}"}`;
    expect(own).toEqual([
      `${bucket('0.1')} 2`,
      `${bucket('0.25')} 2`,
      ...['0.5', '1', '2.5', '5', '10', '30', '60', '300', '900', '3600', '14400'].map(
        (le) => `${bucket(le)} 5`,
      ),
      `${bucket('+Inf')} 9`,
      `watchflow_sync_run_duration_seconds_sum{${labels}} 12.5`,
      `watchflow_sync_run_duration_seconds_count{${labels}} 9`,
    ]);
  });

  /** A database that takes so long for each reading. */
  function aSource(seconds: number, isGood: () => boolean = () => true) {
    let ms = 0;
    let reads = 0;
    const read = () => {
      reads += 1;
      ms += seconds * 1_000;
      return isGood() ? Promise.resolve(nothing) : Promise.reject(new Error('too slow'));
    };
    const registry = new Registry();
    const refresh = watchFigures(registry, { read, ping: () => Promise.resolve() }, () => ms);
    const readsAt = async (second: number) => {
      ms = Math.max(ms, second * 1_000);
      await refresh();
      return reads;
    };
    return { registry, readsAt };
  }

  it.each([
    [0.1, 15],
    [1, 30],
  ])('asks a database that takes %d s again after %d s', async (takes, after) => {
    const { readsAt } = aSource(takes);
    expect(await readsAt(0)).toBe(1);
    expect(await readsAt(after - 0.001)).toBe(1);
    expect(await readsAt(after)).toBe(2);
  });

  it('tells a database that is there and takes too long from one that is away, and soon asks it again', async () => {
    let isGood = false;
    const { registry, readsAt } = aSource(3, () => isGood);
    expect(await readsAt(0)).toBe(1);
    const text = await registry.metrics();
    expect(text).toContain('watchflow_database_up 1');
    expect(text).not.toContain('watchflow_database_read_seconds 3');
    isGood = true;
    expect(await readsAt(15)).toBe(2);
    expect(await registry.metrics()).toContain('watchflow_database_read_seconds 3');
  });

  it('hears at each scrape that the database is away, whatever it remembers', async () => {
    let isUp = true;
    const metrics = createMetrics();
    metrics.watchFigures({
      read: () => Promise.resolve({ ...nothing, sync_lag_seconds: [{ labels: {}, value: 60 }] }),
      ping: () => (isUp ? Promise.resolve() : Promise.reject(new Error('away'))),
    });
    expect((await metrics.render()).text).toContain('watchflow_sync_lag_seconds 60');
    isUp = false;
    const { text } = await metrics.render();
    expect(text).toContain('watchflow_database_up 0');
    expect(text).not.toContain('watchflow_sync_lag_seconds 60');
  });

  it('goes on without the database, says so, and leaves out what only that knows', async () => {
    const away = () => Promise.reject(new Error('away'));
    const lines = await scrape(away, away);
    expect(lines).toContain('watchflow_database_up 0');
    expect(lines.filter((line) => /_(?:plays|sync|job|health)/.test(line))).toEqual([]);
    expect(lines).toContain('watchflow_upstream_requests_total{service="trakt",outcome="429"} 1');
    expect(lines).toContain('watchflow_upstream_requests_total{service="trakt",outcome="5xx"} 1');
  });
});
