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

const setupTokenOf = (process: WatchflowProcess): string | undefined =>
  /Set-up link +http\S+\/setup#([\w-]{43}) /.exec(process.stderr())?.[1];

/** `watchflow <args>` in the same folder, to its end. */
async function command(...args: readonly string[]): Promise<string> {
  const process = await spawnWatchflow({
    program: 'watchflow',
    args,
    env: { DATA_DIR: folder.dir, LOG_LEVEL: 'warn' },
    cwd: folder.dir,
  });
  expect([args, await process.ended]).toEqual([args, { code: 0, signal: null }]);
  return process.stdout().trim();
}

async function setUp(address: string, token: string): Promise<number> {
  const response = await fetch(`${address}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ann', password: 'correct horse battery' }),
  });
  await response.text();
  return response.status;
}

/** The answer for a new person, who gets a link. */
async function invite(address: string): Promise<string> {
  const key = await command('keys', 'create', '--scopes', 'admin:users');
  const response = await fetch(`${address}/api/v1/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Bob' }),
  });
  return response.text();
}

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
    expect(setupTokenOf(process)).toBeDefined();
    expect(process.stderr()).not.toContain('wf_');
    expect(await statusOf(`${address}/api/trakt/config`)).toBe(401);
    apiKey = await command('keys', 'create', '--scopes', 'settings:read');
    expect(apiKey).toMatch(/^wf_[\w-]{43}$/);
    expect(await statusOf(`${address}/api/trakt/config`, apiKey)).toBe(200);
    await endByTerm(process);
  }, 120_000);

  it('takes the set-up link that was printed last, once, and keeps others out of its data folder', async () => {
    const process = await start();
    const address = await addressOf(process);
    expect(await statusOf(`${address}/api/trakt/config`, apiKey)).toBe(200);
    const other = await start();
    expect((await other.ended).code).toBe(1);
    expect(other.stderr()).toContain(`in use by process ${process.pid}`);
    expect(await statusOf(`${address}/health`)).toBe(200);
    const link = await command('setup-link');
    expect(await setUp(address, setupTokenOf(process) ?? '')).toBe(410);
    expect(await setUp(address, link.split('#')[1] ?? '')).toBe(200);
    expect(await invite(address)).toContain(`"setup_url":"${address}/setup#`);
    await endByTerm(process);
    expect(process.stdout()).toBe('');
  }, 120_000);

  it('has its keys managed while it does not run', async () => {
    const [, id = ''] = /^(k_\w+) .*\[settings:read\]/m.exec(await command('keys', 'list')) ?? [];
    expect(await command('keys', 'rotate', id, '--user', 'ann')).toMatch(/^wf_/);
    await command('keys', 'revoke', id);
    expect(await command('keys', 'list')).toMatch(new RegExp(`^${id} .* revoked `, 'm'));
  }, 120_000);
});
