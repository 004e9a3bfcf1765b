import { readdir } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { sharedTemporal, type SharedTemporal } from '../../support/shared-temporal.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';
import { tinyWorld } from '../simulators/tiny-world.js';

const spawnWatchflow = withProcesses();
const report = z.object({
  status: z.string(),
  complete: z.boolean(),
  plays: z.object({ stored: z.int() }),
  rss: z.object({ postgres: z.number(), temporal: z.number() }),
  workflowId: z.string(),
  temporal: z.object({ address: z.string() }),
});

let trakt: TraktSimulator;
let bangumi: BangumiSimulator;

beforeAll(async () => {
  trakt = await startTraktSimulator({ scenario: tinyWorld });
  bangumi = await startBangumiSimulator({ scenario: tinyWorld });
});

afterAll(async () => {
  await Promise.all([trakt.stop(), bangumi.stop()]);
});

/** One sync against these servers; answers its report and what the data folder holds after it. */
async function sync(servers: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  try {
    const process = await spawnWatchflow({
      program: 'watchflow',
      args: ['sync', '--once', '--json'],
      env: {
        DATA_DIR: folder.dir,
        TRAKT_API_URL: trakt.url,
        TRAKT_CLIENT_ID: 'the-client',
        TRAKT_ACCESS_TOKEN: 'trakt-token',
        BANGUMI_API_URL: bangumi.url,
        BANGUMI_ACCESS_TOKEN: 'bangumi-token',
        WATCHFLOW_TASK_QUEUE_SUFFIX: `-${randomBytes(4).toString('hex')}`,
        ...servers,
      },
      cwd: folder.dir,
    });
    const { code } = await process.ended;
    if (code !== 0) throw new Error(`exit code ${code}: ${process.stderr()}`);
    return { ...report.parse(JSON.parse(process.stdout())), files: await readdir(folder.dir) };
  } finally {
    await folder.remove();
  }
}

const toVariables = ({ address, namespace }: SharedTemporal) => ({
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
});

async function statusIn(
  { address, namespace }: SharedTemporal,
  workflowId: string,
): Promise<string> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const { status } = await client.workflow.getHandle(workflowId).describe();
  await connection.close();
  return status.name;
}

describe('servers of the operator', () => {
  const database = withDatabase({ empty: true });
  const other = withDatabase({ empty: true });

  it('are used, both of them, and none of ours is started', async () => {
    const temporal = await sharedTemporal();
    const done = await sync({ DATABASE_URL: database.url, ...toVariables(temporal) });
    expect(done).toMatchObject({ status: 'success', complete: true, plays: { stored: 8 } });
    expect(done.rss).toEqual({ postgres: 0, temporal: 0 });
    expect(done.files).not.toContain('postgres');
    expect(done.files).not.toContain('temporal');
    expect(await database.db.play.count()).toBe(8);
    expect(await statusIn(temporal, done.workflowId)).toBe('COMPLETED');
  }, 60_000);

  it('can be a database alone', async () => {
    const done = await sync({ DATABASE_URL: other.url });
    expect(done).toMatchObject({ complete: true, rss: { postgres: 0 } });
    expect(done.rss.temporal).toBeGreaterThan(0);
    expect(done.files).toContain('temporal');
    expect(done.files).not.toContain('postgres');
    expect(await other.db.play.count()).toBe(8);
  }, 60_000);

  it('can be a Temporal alone', async () => {
    const temporal = await sharedTemporal();
    const done = await sync(toVariables(temporal));
    expect(done).toMatchObject({
      complete: true,
      rss: { temporal: 0 },
      temporal: { address: temporal.address },
    });
    expect(done.rss.postgres).toBeGreaterThan(0);
    expect(done.files).toContain('postgres');
    expect(done.files).not.toContain('temporal');
    expect(await statusIn(temporal, done.workflowId)).toBe('COMPLETED');
  }, 60_000);
});
