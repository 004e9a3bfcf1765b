import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decrypter, Encrypter } from 'age-encryption';
import { checkBackup, makeBackup, restoreBackup } from '../../../src/areas/backup/index.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { countPlays, plantPlays } from '../../support/backup/installation-rows.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const passphrase = 'correct horse battery staple';
const secrets = createSecretBox(newKeyRing());
const source = withDatabase();
const inUse = withDatabase();
const empty = withDatabase({ empty: true });
const foreign = withDatabase({ empty: true });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let whole: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  whole = path.join(folder.dir, 'whole.age');
  await plantPlays(source.url, { plays: 5_000 });
  await make(whole);
});
afterAll(() => folder.remove());

const make = (file: string) =>
  makeBackup({
    databaseUrl: source.url,
    secrets,
    clock: systemClock,
    version: '0.1.0',
    file,
    passphrase,
  });

/** The archive with other bytes. */
async function changed(name: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  const file = path.join(folder.dir, name);
  await writeFile(file, change(await readFile(whole)));
  return file;
}

/** An archive whose lines are others; somebody who has the passphrase could make it. */
async function rewritten(
  name: string,
  change: (lines: string[]) => readonly string[],
): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const packed = await decrypter.decrypt(new Uint8Array(await readFile(whole)));
  const lines = gunzipSync(packed).toString('utf8').trimEnd().split('\n');
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(10);
  const text = `${change(lines).join('\n')}\n`;
  const file = path.join(folder.dir, name);
  await writeFile(file, await encrypter.encrypt(new Uint8Array(gzipSync(text))));
  return file;
}

const faultOf = (file: string, given = passphrase): Promise<unknown> =>
  checkBackup({ file, passphrase: given }).catch((thrown: unknown) => thrown);

const refused = (kind: string, words: string) => ({
  name: 'BackupError',
  kind,
  message: expect.stringContaining(words),
});

const restoreInto = async (databaseUrl: string, file = whole) =>
  restoreBackup({
    file,
    passphrase,
    databaseUrl,
    secrets,
    checked: await checkBackup({ file: whole, passphrase }),
  });

describe('a backup that cannot be used is refused', () => {
  it('under another passphrase, which the refusal does not repeat', async () => {
    const fault = await faultOf(whole, 'not the right passphrase');
    expect(fault).toMatchObject(refused('wrong-passphrase', 'the passphrase is not the one'));
    expect(String(fault)).not.toContain('not the right');
  });

  it.each([
    ['at its half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), 'damaged'],
    ['by its last byte', (bytes: Buffer) => bytes.subarray(0, -1), 'damaged'],
    ['within its first line', (bytes: Buffer) => bytes.subarray(0, 60), 'not-a-backup'],
    ['to nothing', () => Buffer.alloc(0), 'not-a-backup'],
  ])('cut off %s', async (name, change, kind) => {
    const file = await changed(`cut ${name}`, change);
    expect(await faultOf(file)).toMatchObject({ name: 'BackupError', kind });
  });

  it('cut off where a block of age ends, which no checksum but the last one shows', async () => {
    const header = (await readFile(whole)).indexOf('\n---') + 1;
    const firstBlock = (bytes: Buffer) =>
      bytes.subarray(0, bytes.indexOf('\n', header) + 1 + 16 + 64 * 1024 + 16);
    const file = await changed('block', firstBlock);
    expect((await stat(file)).size).toBeLessThan((await stat(whole)).size);
    expect(await faultOf(file)).toMatchObject(refused('damaged', 'damaged or cut off'));
  });

  it.each([0.1, 0.5, 0.9])('with a bit that flipped at %d of its length', async (share) => {
    const file = await changed('flipped', (bytes) => {
      const at = Math.floor(bytes.length * share);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    });
    expect(await faultOf(file)).toMatchObject(refused('damaged', 'damaged or cut off'));
  });

  it('that is something else', async () => {
    const text = path.join(folder.dir, 'text');
    await writeFile(text, 'a letter\n'.repeat(1000));
    expect(await faultOf(text)).toMatchObject(refused('not-a-backup', 'is no backup of watchflow'));
    expect(await faultOf(folder.dir)).toMatchObject(refused('not-a-backup', 'it is no file'));
    const gone = path.join(folder.dir, 'gone');
    expect(await faultOf(gone)).toMatchObject(refused('not-a-backup', 'there is none'));
    const other = await rewritten('other', () => ['{"another":"archive"}']);
    expect(await faultOf(other)).toMatchObject(refused('not-a-backup', 'something else'));
  });

  it('from a newer watchflow: of a later format, or of a later database', async () => {
    const later = await rewritten('format', ([first = '', ...lines]) => [
      first.replace('"format":1', '"format":2,"new":{}'),
      ...lines,
    ]);
    expect(await faultOf(later)).toMatchObject(refused('newer', 'is of format 2'));
    const database = await rewritten('migration', ([first = '', ...lines]) => [
      first
        .replace(/"migration":"\d+/, '"migration":"20991231000000')
        .replace('"version":"0.1.0"', '"version":"9.0.0"'),
      ...lines,
    ]);
    expect(await faultOf(database)).toMatchObject(refused('newer', 'made by watchflow 9.0.0'));
  });

  it.each([
    ['lacks a row', (lines: string[]) => lines.toSpliced(2, 1)],
    ['has another row', (lines: string[]) => lines.map((line) => line.replace('"ann"', '"bob"'))],
    ['lacks a table', (lines: string[]) => lines.filter((line) => line !== '{"table":"mappings"}')],
    ['lacks its end', (lines: string[]) => lines.slice(0, -1)],
    ['goes on after its end', (lines: string[]) => [...lines, '{"table":"users"}']],
  ])('that %s', async (name, change) => {
    expect(await faultOf(await rewritten(name, change))).toMatchObject(
      refused('damaged', 'damaged or cut off'),
    );
  });
});

describe('a restore that is refused changes nothing', () => {
  it('where somebody is already', async () => {
    await plantPlays(inUse.url, { plays: 3, userId: 'u_other' });
    await expect(restoreInto(inUse.url)).rejects.toMatchObject(
      refused('not-empty', 'there is something in this installation already (users)'),
    );
    expect(await countPlays(inUse.url)).toBe(3);
  });

  it('where the tables of something else are', async () => {
    await foreign.db.$executeRaw`CREATE TABLE letters (text text)`;
    await expect(restoreInto(foreign.url)).rejects.toMatchObject({ kind: 'foreign-database' });
    expect(await foreign.db.$queryRaw`SELECT count(*)::int AS n FROM letters`).toEqual([{ n: 0 }]);
  });

  it('where the file changed after it had been checked', async () => {
    const file = await changed('changed', (bytes) => bytes);
    await truncate(file, (await stat(file)).size - 100);
    await expect(restoreInto(empty.url, file)).rejects.toMatchObject({ kind: 'damaged' });
    expect(await countPlays(empty.url)).toBeUndefined();
    await restoreInto(empty.url);
    expect(await countPlays(empty.url)).toBe(5_000);
  });
});

describe('a backup that cannot be made leaves no file', () => {
  it('where there is one of that name, which stays as it is', async () => {
    const before = await readFile(whole);
    await expect(make(whole)).rejects.toMatchObject(refused('exists', 'is there already'));
    expect(await readFile(whole)).toEqual(before);
  });

  it('of a database without our tables', async () => {
    const file = path.join(folder.dir, 'none.age');
    const making = makeBackup({
      databaseUrl: foreign.url,
      secrets,
      clock: systemClock,
      version: '0.1.0',
      file,
      passphrase,
    });
    await expect(making).rejects.toMatchObject(refused('other-version', 'nothing of watchflow'));
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('with a token that no key of this installation opens', async () => {
    const file = path.join(folder.dir, 'ring.age');
    await rm(file, { force: true });
    await source.db.connection.create({
      data: {
        userId: 'u_1',
        service: 'trakt',
        accountKey: '1',
        accountName: 'ann',
        accessToken: createSecretBox(newKeyRing()).seal('planted', {
          table: 'connections',
          row: 'u_1/trakt',
          column: 'access_token',
        }),
        tokenFingerprint: 'x',
      },
    });
    const fault: unknown = await make(file).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ name: 'SecretBoxError', kind: 'unknown-key' });
    expect(String(fault)).not.toContain('planted');
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
