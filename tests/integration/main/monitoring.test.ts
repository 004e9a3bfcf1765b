import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { parse } from 'yaml';
import { z } from 'zod';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { packageRoot } from '../../../src/main/compose/version.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const season = anAnime(1);
const sdkPort = aFreePort();
const world = withPeople({
  titles: [season],
  env: { TEMPORAL_METRICS_PORT: String(sdkPort) },
});

/** Without a name to look up it is there at once. */
function aFreePort(): number {
  const server = createServer().listen(0);
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  return port;
}

let address = '';
let lines: readonly string[] = [];

const scrape = async (): Promise<readonly string[]> => {
  const { data } = await axios.get<string>(`${address}/api/v1/system/metrics`, {
    headers: { authorization: `Bearer ${world().apiKey}` },
    proxy: false,
  });
  return data.split('\n');
};

beforeAll(async () => {
  const { watchflow } = world();
  address = await serveApi(watchflow);
  const person = await world().someone();
  person.watch(season, { count: 3 });
  await person.sync();
  await watchflow.healthWatch.run();
  await watchflow.db.syncRun.create({
    data: {
      ...{
        id: jobRun,
        userId: person.userId,
        mode: 'full',
        trigger: 'manual',
        status: 'incomplete',
      },
      ...{ workflowId: `history:${person.userId}`, workflowRunId: jobRun },
      startedAt: new Date('2026-11-01T12:00:00.000Z'),
      endedAt: new Date('2026-11-01T12:00:01.000Z'),
    },
  });
  await watchflow.jobLog.open({ id: jobRun, job: 'cleanup', trigger: 'manual' });
  await watchflow.jobLog.close(jobRun, { status: 'SUCCESS', result: {} });
  lines = await scrape();
});

const jobRun = '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e';

describe('a scrape', () => {
  it('tells of syncs, the ledger, jobs and health as the database has them', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        'watchflow_database_up 1',
        'watchflow_sync_runs_total{status="success"} 1',
        'watchflow_plays{state="proven"} 3',
        'watchflow_sync_lag_seconds 0',
        'watchflow_job_runs_day{job="cleanup",status="success"} 1',
        'watchflow_connections_ending{service="bangumi"} 0',
        'watchflow_health{component="temporal"} 1',
      ]),
    );
    const spread = 'watchflow_sync_run_duration_seconds';
    const of = 'mode="normal",status="success"';
    expect(lines).toContain(`${spread}_bucket{${of},le="+Inf"} 1`);
    expect(lines).toContain(`${spread}_bucket{${of},le="14400"} 1`);
    expect(lines).toContain(`${spread}_count{${of}} 1`);
    const exactly = 'mode="full",status="incomplete"';
    expect(lines).toContain(`${spread}_bucket{${exactly},le="0.5"} 0`);
    expect(lines).toContain(`${spread}_bucket{${exactly},le="1"} 1`);
    expect(lines).toContain(`${spread}_sum{${exactly}} 1`);
    const seconds = lines.find((line) => line.startsWith('watchflow_sync_run_seconds{'));
    expect(Number(seconds?.split(' ')[1])).toBeGreaterThan(0);
  });

  it('tells of this process: its memory, its connections, its requests to services', () => {
    const has = (start: string) => lines.some((line) => line.startsWith(start));
    expect(
      [
        'process_resident_memory_bytes ',
        'watchflow_database_connections{state="waiting"} 0',
        'watchflow_upstream_requests_total{service="trakt",outcome="2xx"} ',
        'watchflow_upstream_requests_total{service="bangumi",outcome="2xx"} ',
        'watchflow_upstream_wait_seconds_count{service="trakt",outcome="left"} ',
      ].filter((start) => !has(start)),
    ).toEqual([]);
  });

  it('of Temporal’s SDK is at a port of its own, on this machine', async () => {
    const { data } = await axios.get<string>(`http://127.0.0.1:${sdkPort}/metrics`, {
      proxy: false,
    });
    expect(data).toContain('temporal_workflow_completed');
  });

  it('asks the database once for a while, however often it is asked itself', async () => {
    const { db } = world().watchflow;
    await db.syncRun.updateMany({ data: { status: 'failed' } });
    expect(await scrape()).toContain('watchflow_sync_runs_total{status="success"} 1');
  });
});

const rulesFile = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })).nonempty() }),
  ),
});
const dashboardFile = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).nonempty() })),
});

const namesIn = (expressions: readonly string[]): readonly string[] =>
  expressions.flatMap((text) => text.match(/\b(?:watchflow|process|nodejs)_\w+/g) ?? []);

/** Names of samples and, of what has had none yet, of families. */
const known = (): ReadonlySet<string> =>
  new Set(
    lines.flatMap((line) => {
      const family = /^# TYPE (\w+) (\w+)/.exec(line);
      if (family === null) return [/^\w+/.exec(line)?.[0] ?? ''];
      const [, name = '', type] = family;
      return type === 'histogram' ? [`${name}_count`, `${name}_sum`, `${name}_bucket`] : [name];
    }),
  );

describe('the files for Prometheus and Grafana', () => {
  const read = (name: string) => readFile(join(packageRoot, 'docs/monitoring', name), 'utf8');

  it('name only metrics there are', async () => {
    const rules = rulesFile.parse(parse(await read('alerts.yml')));
    const dashboard = dashboardFile.parse(JSON.parse(await read('grafana-dashboard.json')));
    const named = namesIn([
      ...rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ]);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known().has(name))).toEqual([]);
  });

  it('and the operations guide has a row for each of ours', async () => {
    const guide = await readFile(join(packageRoot, 'docs/operations.md'), 'utf8');
    const ours = lines.flatMap((line) => /^# TYPE (watchflow_\w+)/.exec(line)?.[1] ?? []);
    expect(ours.filter((name) => !guide.includes(`| \`${name}\``))).toEqual([]);
  });
});
