import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { openStorage } from '../../../src/storage/index.js';
import { collectLog } from '../../support/collect-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

it('the health of storage is found anew at most every few seconds, whoever asks', async () => {
  const { dir, remove } = await temporaryFolder();
  const root = path.join(dir, 'objects');
  const storage = await openStorage({
    config: {
      ...{ files: 'local', cache: 'memory', dir: root },
      ...{ cacheBytes: 1_000_000, cacheTtlMs: 1_000 },
    },
    databaseUrl: '',
    log: collectLog().log,
  });
  await mkdir(dir, { recursive: true });
  expect((await storage.health()).files.state).toMatchObject({ ok: true });
  await rm(root, { recursive: true });
  await writeFile(root, 'no folder');
  expect((await storage.health()).files.state).toMatchObject({ ok: true });
  await storage.close();
  await remove();
});
