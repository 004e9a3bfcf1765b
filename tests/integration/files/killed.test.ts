import { once } from 'node:events';
import { request } from 'node:http';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileSchema } from '../../../src/api/contract/files/file.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { createMemoryBackend } from '../../../src/storage/memory/create-memory-backend.js';
import { reconcileStorage } from '../../../src/main/compose/files.js';
import { eventually } from '../../support/eventually.js';
import { movableClock } from '../../support/movable-clock.js';
import { withProcesses, type WatchflowProcess } from '../../support/process/spawn-watchflow.js';
import { anAccount, anAnime, aWorld } from '../../support/scenario-builders.js';
import { readAll, someBytes, streamOf } from '../../support/storage/bytes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { unusedPort } from '../../support/unused-port.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const { scenario, idMap } = aWorld([anAnime(1)], [anAccount(1)]);
const clock = movableClock();
const world = withWatchflow({ scenario: () => scenario, idMap, clock });
const spawn = withProcesses();

const bytes = someBytes(12_000_000);
const part = bytes.subarray(0, 7_000_000);
const type = 'application/octet-stream';

let address = '';
let cwd: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  address = await serveApi(world().watchflow);
  cwd = await temporaryFolder();
});
afterAll(() => cwd.remove());

const objectsDir = () => world().watchflow.config.storage.dir;
const halves = async () =>
  (await readdir(path.join(objectsDir(), '.writing')).catch(() => [])).filter(
    (name) => !name.startsWith('probe-'),
  );
const objects = async () =>
  (await world().watchflow.storage.backendOf('files').query({ prefix: '', limit: 100 })).items;

const headers = (requestId: string) => ({
  authorization: `Bearer ${world().apiKey}`,
  'content-type': type,
  'idempotency-key': requestId,
});

async function startApi(): Promise<WatchflowProcess & { readonly url: string }> {
  const port = await unusedPort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...world().env, PORT: String(port) };
  const child = await spawn({ program: 'watchflow', args: ['api'], env, cwd: cwd.dir });
  const isUp = () =>
    axios.get(`${url}/health`, { proxy: false }).then(
      () => true,
      () => undefined,
    );
  await eventually(isUp, 'a process that serves');
  return { ...child, url };
}

/** Killed with half of the file on its disk. */
async function killOver(requestId: string): Promise<void> {
  const child = await startApi();
  const before = (await halves()).length;
  const sending = request(`${child.url}/api/v1/storage/files/upload?name=half.bin`, {
    method: 'POST',
    headers: { ...headers(requestId), 'content-length': bytes.length },
  });
  const ended = once(sending, 'error');
  sending.write(part);
  const isBegun = async () => (await halves()).length > before || undefined;
  await eventually(isBegun, 'the first half');
  child.kill('SIGKILL');
  await child.ended;
  await ended;
}

const ask = (method: string, url: string) =>
  axios.request<unknown>({
    method,
    url: `${address}/api/v1/storage/files${url}`,
    headers: headers('none'),
    validateStatus: () => true,
    proxy: false,
  });

describe('a process killed while a file is sent to it', () => {
  it('leaves nothing that can be read, and one sent again is whole', async () => {
    const { db, files, userId } = { ...world(), ...world().watchflow };
    await killOver('again');
    const { id, status } = await db.storedFile.findFirstOrThrow();
    expect(status).toBe('pending');
    expect(await objects()).toEqual([]);
    expect(await ask('get', `/${id}`)).toMatchObject({ data: { status: 'pending' } });
    expect(await ask('get', `/${id}/download`)).toMatchObject({ status: 409 });
    expect(await ask('post', `/${id}/download-url`)).toMatchObject({ status: 409 });
    const again = await axios.post(`${address}/api/v1/storage/files/upload?name=half.bin`, bytes, {
      headers: headers('again'),
      maxBodyLength: Infinity,
      proxy: false,
    });
    expect(fileSchema.parse(again.data)).toMatchObject({ id, status: 'stored' });
    const { read } = await files.download(userId, id);
    expect((await readAll(await read())).equals(bytes)).toBe(true);
    await files.remove(userId, id);
  }, 120_000);

  it('leaves nothing behind once days have passed', async () => {
    const { db, files } = world().watchflow;
    await killOver('never-again');
    expect(await files.reconcile()).toMatchObject({ removed: 0, swept: 0 });
    const left = (await halves()).length;
    clock.moveOn(49);
    expect(await files.reconcile()).toMatchObject({ removed: 1, swept: left, orphans: 0 });
    expect(await halves()).toEqual([]);
    expect(await objects()).toEqual([]);
    expect(await db.storedFile.count()).toBe(0);
  }, 120_000);
});

describe('the job that reconciles storage', () => {
  it('clears the cache of what has expired', async () => {
    const { config, files } = world().watchflow;
    const cache = createMemoryBackend({ mostBytes: 1_000_000, ttlMs: 1 });
    const storage = { backendOf: () => cache };
    await cache.write('cache/old', streamOf(Buffer.from('old')));
    const run = (isDryRun: boolean) =>
      reconcileStorage({ config, files, storage, clock }, { isDryRun });
    expect(await run(true)).toMatchObject({ cacheSwept: 0 });
    const sweep = async () => ((await run(false)).cacheSwept === 1 ? true : undefined);
    await eventually(sweep, 'the old object to be swept');
    expect(await run(false)).toMatchObject({ cacheSwept: 0 });
  });
});
