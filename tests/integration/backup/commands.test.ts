import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { countPlays, plantPlays } from '../../support/backup/installation-rows.js';
import { passphrase, runCommand } from '../../support/backup/run-command.js';
import { eventually } from '../../support/eventually.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const source = withDatabase();
const target = withDatabase({ empty: true });
const spawn = withProcesses();

/** A backup of so many takes seconds, and may be killed on the way. */
const plays = 150_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  await plantPlays(source.url, { plays });
}, 60_000);
afterAll(() => folder.remove());

const at = (name: string) => path.join(folder.dir, name);
const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runCommand({ spawn, cwd: folder.dir, env }, ...args);
const fromSource = () => ({ DATABASE_URL: source.url });
const toTarget = () => ({ DATABASE_URL: target.url });

/** A command that is killed as soon as it is so far. */
async function killed(
  { args, env }: { readonly args: readonly string[]; readonly env: Record<string, string> },
  isFar: () => Promise<boolean>,
): Promise<void> {
  const child = await spawn({
    program: 'watchflow',
    args,
    cwd: folder.dir,
    env: { DATA_DIR: folder.dir, BACKUP_PASSPHRASE: passphrase, ...env },
  });
  await eventually(async () => ((await isFar()) ? true : undefined), 'the moment to kill it');
  child.kill('SIGKILL');
  expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' });
}

const partials = async () =>
  (await readdir(folder.dir)).filter((name) => name.includes('.partial-'));

async function isWriting(): Promise<boolean> {
  const sizes = (await partials()).map(async (name) => (await stat(at(name))).size);
  return (await Promise.all(sizes)).some((size) => size > 500_000);
}

/** Has the restore put in rows that nobody else sees yet? */
async function isLoading(): Promise<boolean> {
  const client = new pg.Client({ connectionString: target.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ far: boolean }>(
      `SELECT count(*) > 0 AS far FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'INSERT INTO "plays"%'`,
    );
    return rows[0]?.far === true;
  } finally {
    await client.end();
  }
}

describe('watchflow backup', () => {
  it('killed on the way leaves no file that looks whole', async () => {
    const dir = folder.dir;
    await killed({ args: ['backup'], env: { ...fromSource(), BACKUP_DIR: dir } }, isWriting);
    expect((await readdir(dir)).filter((name) => name.endsWith('.age'))).toEqual([]);
    expect(await partials()).toHaveLength(1);
  }, 120_000);

  it('writes one more into BACKUP_DIR, and clears away what killed ones left a day ago', async () => {
    const [partial = ''] = await partials();
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await utimes(at(partial), yesterday, yesterday);
    for (const name of [
      'watchflow-20200101T000000Z.age',
      'watchflow-20200102T000000Z.age',
      'mine.age',
    ])
      await writeFile(at(name), 'old');
    const env = { ...fromSource(), BACKUP_DIR: folder.dir, BACKUP_KEEP: '1' };
    const { code, stdout, stderr } = await run(env, 'backup', '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const made = JSON.parse(stdout) as { file: string; removed: number };
    expect(made.removed).toBe(1);
    expect((await readdir(folder.dir)).filter((name) => name.includes('age')).toSorted()).toEqual([
      'mine.age',
      'watchflow-20200102T000000Z.age',
      path.basename(made.file),
    ]);
  }, 120_000);

  it('writes to a file it is given, and puts itself on record', async () => {
    const { code, stdout } = await run(fromSource(), 'backup', 'kept.age');
    expect(code).toBe(0);
    expect(stdout).toContain(`kept.age: 1 users, ${plays} plays`);
    const rows = await source.db.auditLog.findMany({ where: { action: 'backup.made' } });
    expect(rows.map(({ actorKind }) => actorKind)).toEqual(['cli', 'cli']);
    expect((await run(fromSource(), 'backup', 'kept.age')).stderr).toContain('is there already');
  }, 120_000);

  it('asks for a passphrase on a terminal only, and takes none that is short', async () => {
    const none = await run({ ...fromSource(), BACKUP_PASSPHRASE: '' }, 'backup', 'other.age');
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('BACKUP_PASSPHRASE: is to be set'),
    });
    const short = await run({ ...fromSource(), BACKUP_PASSPHRASE: 'too-short!' }, 'backup');
    expect(short.stderr).toContain('expected a line of at least 12 characters');
  }, 60_000);
});

describe('watchflow backup --check', () => {
  it('says what a file holds, without any database', async () => {
    const { code, stdout } = await run({}, 'backup', '--check', 'kept.age');
    expect(code).toBe(0);
    expect(stdout).toContain('kept.age is whole: made ');
    expect(stdout).toContain(`${plays} plays`);
    expect(await readdir(folder.dir)).not.toContain('postgres');
  }, 60_000);

  it('has exit code 1 for one that cannot be restored', async () => {
    await writeFile(at('broken.age'), 'x'.repeat(1000));
    const { code, stderr } = await run({}, 'backup', '--check', 'broken.age');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'the file is no backup of watchflow, or its first bytes are damaged\n',
    });
  }, 60_000);
});

describe('watchflow restore', () => {
  it('refuses another passphrase before it makes a database or a key', async () => {
    const dataDir = at('untouched');
    const env = { DATA_DIR: dataDir, BACKUP_PASSPHRASE: 'another passphrase' };
    const { code, stderr } = await run(env, 'restore', 'kept.age');
    expect(code).toBe(1);
    expect(stderr).toContain('kept.age was not restored, and nothing was changed: the passphrase');
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  }, 60_000);

  it('killed on the way leaves the database as it was; a repeat restores everything', async () => {
    await killed({ args: ['restore', 'kept.age'], env: toTarget() }, isLoading);
    await eventually(
      async () => ((await isLoading()) ? undefined : true),
      'the server to give up the killed one',
    );
    expect(await countPlays(target.url)).toBeUndefined();
    const { code, stdout, stderr } = await run(toTarget(), 'restore', 'kept.age');
    expect(code).toBe(0);
    expect(stdout).toContain(`every count and hash as in the archive: 1 users, ${plays} plays`);
    expect(stderr).toContain('Start watchflow');
    expect(await countPlays(target.url)).toBe(plays);
    const rows = await target.db.auditLog.findMany({ where: { action: 'backup.restored' } });
    expect(rows).toHaveLength(1);
  }, 180_000);

  it('refuses an installation that is in use, and says what to do', async () => {
    const { code, stderr } = await run(toTarget(), 'restore', 'kept.age');
    expect(code).toBe(1);
    expect(stderr).toContain('restore into a new DATA_DIR, or into a database that is empty');
  }, 60_000);
});
