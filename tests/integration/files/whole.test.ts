import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { fileSchema } from '../../../src/api/contract/files/file.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { anAccount, anAnime, aWorld } from '../../support/scenario-builders.js';
import { someBytes, streamOf } from '../../support/storage/bytes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const { scenario, idMap } = aWorld([anAnime(1)], [anAccount(1)]);
const world = withWatchflow({ scenario: () => scenario, idMap });
const spawn = withProcesses();

let address = '';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  address = await serveApi(world().watchflow);
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const ask = (method: string, path: string, data?: unknown) =>
  axios.request<unknown>({
    method,
    url: `${address}/api/v1/storage${path}`,
    data,
    headers: {
      authorization: `Bearer ${world().apiKey}`,
      ...(data === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    },
    validateStatus: () => true,
    proxy: false,
  });

async function command(...args: readonly string[]) {
  const { env, watchflow } = world();
  const child = await spawn({
    program: 'watchflow',
    args: ['files', ...args],
    cwd: folder.dir,
    env: { ...env, DATA_DIR: watchflow.config.dataDir, LOG_LEVEL: 'error' },
  });
  const { code } = await child.ended;
  return { code, out: child.stdout(), err: child.stderr() };
}

describe('files of a whole watchflow', () => {
  it('are kept in DATA_DIR, and what belongs to none of them is told by job and command', async () => {
    const { storage, temporal, db, files } = world().watchflow;
    const bytes = someBytes(500_000);
    const file = fileSchema.parse((await ask('post', '/files/upload?name=a.bin', bytes)).data);
    expect(file).toMatchObject({ size: bytes.length, status: 'stored' });
    const backend = storage.backendOf('files');
    await backend.write('files/nobody/knows', streamOf(bytes));
    const started = await ask('post', '/reconcile');
    expect(started).toMatchObject({ status: 202, data: { outcome: 'started' } });
    const asked = await db.auditLog.findFirstOrThrow({
      where: { action: 'files.reconcile-requested' },
    });
    expect(await temporal.client.workflow.getHandle(String(asked.workflowId)).result()).toEqual({
      removed: 0,
      swept: 0,
      orphans: 1,
      orphansRemoved: 0,
      missing: 0,
      found: 0,
      cacheSwept: 0,
    });
    expect((await ask('get', '/orphans')).data).toMatchObject({
      items: [{ key: 'files/nobody/knows', size: bytes.length }],
      next_cursor: null,
    });
    expect(await command('orphans')).toMatchObject({
      code: 0,
      out: expect.stringContaining('files/nobody/knows'),
    });
    await backend.delete('files/nobody/knows');
    const told = await command('reconcile', '--dry-run', '--json');
    expect(told).toMatchObject({ code: 0 });
    expect(JSON.parse(told.out)).toMatchObject({ orphans: 0, missing: 0 });
    expect(await files.orphans(10)).toEqual([]);
    expect((await ask('get', `/files/${file.id}`)).data).toEqual(file);
  }, 240_000);

  it('says in /health what keeps them', async () => {
    const { data } = await axios.get<unknown>(`${address}/health`, { proxy: false });
    expect(data).toMatchObject({ dependencies: { files: { ok: true }, cache: { ok: true } } });
  });
});
