import { mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalBackend } from '../../../src/storage/local/create-local-backend.js';
import { readAll, streamOf } from '../../support/storage/bytes.js';
import { expectFault } from '../../support/storage/expect-fault.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const rootOf = (name: string) => path.join(folder.dir, name);

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe('a folder of objects', () => {
  it('with something in it that cannot be read says so as a fault of storage', async () => {
    const root = rootOf('unreadable');
    await mkdir(path.join(root, 'odd'), { recursive: true });
    const { body } = await createLocalBackend({ root }).read('odd');
    await expectFault(readAll(body), 'unavailable');
  });

  it('acknowledges a write once the names of all folders above it are on the disk', async () => {
    const root = path.join(rootOf('new'), 'root');
    let synced: string[] = [];
    const sync = (folder: string) => {
      synced.push(path.relative(root, folder));
      return Promise.resolve();
    };
    const backend = createLocalBackend({ root, sync });
    await backend.write('a/b/first', streamOf(Buffer.from('1')));
    expect(synced).toEqual(['a@/b@', 'a@', '', '..', '../..']);
    // Folders that are there may be another writer's, who has not synced them yet.
    synced = [];
    await backend.write('a/b/second', streamOf(Buffer.from('2')));
    expect(synced).toEqual(['a@/b@', 'a@', '']);
  });

  it('without room is in bad health, and asking leaves nothing in it', async () => {
    const writing = path.join(rootOf('full'), '.writing');
    await mkdir(writing, { recursive: true });
    await symlink('/dev/full', path.join(writing, `probe-${process.pid}`));
    const backend = createLocalBackend({ root: rootOf('full') });
    expect(await backend.health()).toMatchObject({ ok: false });
    expect(await readdir(writing)).toEqual([]);
    expect(await backend.health()).toMatchObject({ ok: true });
    expect(await readdir(writing)).toEqual([]);
  });
});
