import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadExpected } from '../../../src/simulators/index.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const spawnWatchflow = withProcesses();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder.remove();
});

const counts = z.record(z.string(), z.int());

/** Whatever has to be the same each time; clock, memory and ids do not. */
const sameEachTime = z.object({
  status: z.string(),
  plays: counts,
  parkedReasons: counts,
  excludedReasons: counts,
  subjects: z.int(),
  requests: z.object({ trakt: z.int(), bangumi: z.int(), byEndpoint: counts }),
});

async function demo(): Promise<z.output<typeof sameEachTime>> {
  const process = await spawnWatchflow({
    program: 'demo',
    args: ['--once', '--json', '--latency', '0'],
    env: { TRAKT_ACCESS_TOKEN: 'of-a-real-account', DATABASE_URL: 'postgresql://127.0.0.1:1/real' },
    cwd: folder.dir,
  });
  const { code } = await process.ended;
  if (code !== 0) throw new Error(`exit code ${code}: ${process.stderr()}`);
  // The report is all there is; what is going on is told on stderr.
  expect(process.stdout()).toMatch(/^\{.*\}\n$/);
  expect(process.stderr()).toContain('Starting PostgreSQL and Temporal');
  return sameEachTime.parse(JSON.parse(process.stdout()));
}

describe('npm run demo -- --once --json', () => {
  it('is right, the same each time, and never near a real account', async () => {
    const { summary } = await loadExpected('demo');
    const first = await demo();
    expect(first.plays).toMatchObject({ promised: summary.plays, stored: summary.plays });
    expect(first.requests.trakt).toBeLessThanOrEqual(Math.ceil(summary.plays / 250) + 3);
    expect(await demo()).toEqual(first);
  }, 120_000);
});
