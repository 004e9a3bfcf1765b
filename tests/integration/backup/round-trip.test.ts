import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decrypter } from 'age-encryption';
import { gunzipSync } from 'node:zlib';
import { checkBackup, makeBackup, restoreBackup } from '../../../src/areas/backup/index.js';
import { keptTables, leftTables } from '../../../src/areas/backup/tables.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { contentOf, oddSecret, plantOddRows } from '../../support/backup/odd-rows.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const passphrase = 'correct horse battery staple';
const before = { database: withDatabase(), secrets: createSecretBox(newKeyRing()) };
const after = { database: withDatabase({ empty: true }), secrets: createSecretBox(newKeyRing()) };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.dir, 'kept.age');
  await plantOddRows(before.database.url, before.secrets);
});
afterAll(() => folder.remove());

const root = path.join(import.meta.dirname, '../../..');

/** As the schema files name them. */
async function tablesOfSchema(): Promise<string[]> {
  const names = await readdir(path.join(root, 'prisma/schema'));
  const texts = await Promise.all(
    names.map((name) => readFile(path.join(root, 'prisma/schema', name), 'utf8')),
  );
  return texts.flatMap((text) =>
    [...text.matchAll(/@@map\("(\w+)"\)/g)].map(([, name = '']) => name),
  );
}

describe('a backup', () => {
  it('decides about every table there is: it is kept, or left for a reason', async () => {
    const decided = [...keptTables.map(({ name }) => name), ...Object.keys(leftTables)];
    expect(decided.toSorted()).toEqual((await tablesOfSchema()).toSorted());
  });

  it('is one private file, and nothing else is left beside it', async () => {
    const made = await makeBackup({
      databaseUrl: before.database.url,
      secrets: before.secrets,
      clock: systemClock,
      version: '0.1.0',
      file,
      passphrase,
    });
    expect(made.tables.map(({ name, rows }) => `${name} ${rows}`)).toEqual(
      keptTables.map(({ name }) => `${name} 1`),
    );
    expect(await readdir(folder.dir)).toEqual(['kept.age']);
    const { mode, size } = await stat(file);
    expect(mode & 0o777).toBe(0o600);
    expect(size).toBe(made.bytes);
    expect(await checkBackup({ file, passphrase })).toMatchObject({ tables: made.tables });
  });

  it('opens with age and gzip alone, and holds the secrets in the open inside', async () => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    const packed = await decrypter.decrypt(new Uint8Array(await readFile(file)));
    const text = gunzipSync(packed).toString('utf8');
    const [first, ...others] = text.trimEnd().split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ watchflow: { format: 1, version: '0.1.0' } });
    expect(JSON.parse(others.at(-1) ?? '')).toHaveProperty(
      'manifest.tables.length',
      keptTables.length,
    );
    expect(text).toContain(oddSecret('connections.refresh_token'));
    expect(text).not.toMatch(/"v1\.[\w-]+\.[\w-]{16}\./);
  });

  it('is restored under other keys, and every value is what it was', async () => {
    const checked = await checkBackup({ file, passphrase });
    const { url: databaseUrl } = after.database;
    await restoreBackup({ file, passphrase, databaseUrl, secrets: after.secrets, checked });
    const [wanted, found] = [
      await contentOf(before.database.url, before.secrets),
      await contentOf(databaseUrl, after.secrets),
    ];
    expect(found).toEqual(wanted);
    expect(JSON.stringify(found)).toContain(oddSecret('notification_channels.previous_secret'));
    expect(await contentOf(databaseUrl, before.secrets)).not.toEqual(wanted);
  });

  it('lets the numbers go on after the highest there is', async () => {
    const { id } = await after.database.db.notification.create({
      data: { userId: 'u_1', event: 'run.failed', dedupeKey: 'x', data: {} },
    });
    expect(id).toBe(9_007_199_254_740_996n);
  });
});
