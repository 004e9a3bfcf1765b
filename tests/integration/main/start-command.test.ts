import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { processesNaming } from '../../support/process/processes-naming.js';
import { withProcesses, type WatchflowProcess } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const spawnWatchflow = withProcesses();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder.remove();
});

const start = (): Promise<WatchflowProcess> =>
  spawnWatchflow({
    program: 'watchflow',
    args: ['start'],
    // Nothing is asked of these: there is no account to ask for.
    env: {
      DATA_DIR: folder.dir,
      PORT: '0',
      TRAKT_API_URL: 'http://127.0.0.1:1',
      BANGUMI_API_URL: 'http://127.0.0.1:1',
    },
    cwd: folder.dir,
  });

/** The address a running watchflow tells people. */
const addressOf = (process: WatchflowProcess): Promise<string> =>
  eventually(
    () => Promise.resolve(/API docs +(http\S+)\/docs/.exec(process.stderr())?.[1]),
    'the address of the API',
  );

const apiKeyOf = (process: WatchflowProcess): string | undefined =>
  /API key +(\S+)/.exec(process.stderr())?.[1];

async function statusOf(address: string, key?: string): Promise<number> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(address, { headers });
  await response.text();
  return response.status;
}

async function endByTerm(process: WatchflowProcess): Promise<void> {
  process.kill('SIGTERM');
  expect(await process.ended).toEqual({ code: 0, signal: null });
  expect(await processesNaming(folder.dir)).toEqual([]);
}

describe('watchflow start without credentials', () => {
  let apiKey = '';

  it('says what is missing, serves the API, and ends in order', async () => {
    const process = await start();
    const address = await addressOf(process);
    await eventually(
      () => Promise.resolve(process.stderr().includes('Bangumi is not') ? true : undefined),
      'the second hint',
    );
    for (const hint of [
      'TRAKT_CLIENT_ID',
      'TRAKT_ACCESS_TOKEN',
      'https://trakt.tv/oauth/applications',
      'BANGUMI_ACCESS_TOKEN',
      'https://next.bgm.tv/demo/access-token',
    ]) {
      expect(process.stderr()).toContain(hint);
    }
    for (const open of ['/health', '/docs', '/openapi.json']) {
      expect([open, await statusOf(address + open)]).toEqual([open, 200]);
    }
    apiKey = apiKeyOf(process) ?? '';
    expect(apiKey).not.toBe('');
    expect(await statusOf(`${address}/api/trakt/config`)).toBe(401);
    expect(await statusOf(`${address}/api/trakt/config`, apiKey)).toBe(200);
    await endByTerm(process);
  }, 60_000);

  it('shows the key no second time, and keeps others out of its data folder', async () => {
    const process = await start();
    const address = await addressOf(process);
    expect(await statusOf(`${address}/api/trakt/config`, apiKey)).toBe(200);
    const other = await start();
    expect((await other.ended).code).toBe(1);
    expect(other.stderr()).toContain(`in use by process ${process.pid}`);
    expect(await statusOf(`${address}/health`)).toBe(200);
    await endByTerm(process);
    expect(apiKeyOf(process)).toBeUndefined();
    expect(process.stdout()).toBe('');
  }, 60_000);
});
