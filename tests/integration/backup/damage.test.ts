import { execFile } from 'node:child_process';
import { open, readdir, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../../src/platform/database/index.js';
import { startEmbeddedPostgres } from '../../../src/runtime/index.js';
import { countPlays, plantPlays } from '../../support/backup/installation-rows.js';
import { runCommand, type Told } from '../../support/backup/run-command.js';
import { collectLog } from '../../support/collect-log.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { sharedTemporal, type SharedTemporal } from '../../support/shared-temporal.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

// Files of an embedded database are broken as disks and people break them; then watchflow is started.

const run = promisify(execFile);
const spawn = withProcesses();
const { log } = collectLog();
const plays = 2_000;
const pageSize = 8192;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let temporal: SharedTemporal;
/** Files of tables and indexes, below the cluster's folder. */
let files: Record<string, string> = {};

beforeAll(async () => {
  folder = await temporaryFolder();
  temporal = await sharedTemporal();
  await withPostgres(dirOf('sound'), async (url) => {
    await migrate({ url, log });
    await plantPlays(url, { plays });
    files = await filesOf(url);
  });
  await command('sound', 'backup');
}, 120_000);
afterAll(() => folder.remove());

const dirOf = (name: string): string => path.join(folder.dir, name);
const clusterOf = (name: string): string => path.join(dirOf(name), 'postgres/cluster');
const backups = (): string => dirOf('backups');
const fileOf = (name: string, relation: string): string =>
  path.join(clusterOf(name), files[relation] ?? 'unknown');

const command = (name: string, ...args: readonly string[]): Promise<Told> =>
  runCommand(
    {
      spawn,
      cwd: folder.dir,
      env: {
        DATA_DIR: dirOf(name),
        BACKUP_DIR: backups(),
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
        PORT: '0',
      },
    },
    ...args,
  );

async function withPostgres<T>(dataDir: string, use: (url: string) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ dataDir, log });
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}

async function filesOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; file: string }>(
      `SELECT relname AS name, pg_relation_filepath(oid) AS file FROM pg_class
       WHERE relkind IN ('r', 'i') AND pg_relation_filepath(oid) IS NOT NULL`,
    );
    return Object.fromEntries(rows.map(({ name, file }) => [name, file]));
  } finally {
    await client.end();
  }
}

async function flip(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, at);
    await handle.write(Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, at);
  } finally {
    await handle.close();
  }
}

async function emptyLog(name: string): Promise<void> {
  const dir = path.join(clusterOf(name), 'pg_wal');
  for (const file of await readdir(dir))
    if (/^[0-9A-F]{24}$/.test(file)) await truncate(path.join(dir, file), 0);
}

/** The sound installation again, with something broken. */
async function broken(name: string, breakIt: (name: string) => Promise<unknown>): Promise<void> {
  // As root, the database belongs to somebody else.
  await run('cp', ['-a', dirOf('sound'), dirOf(name)]);
  await breakIt(name);
}

const dropRecord = (name: string) =>
  withPostgres(dirOf(name), async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('DROP TABLE _prisma_migrations').finally(() => client.end());
  });

const cases: readonly (readonly [string, (name: string) => Promise<unknown>, string])[] = [
  [
    'a page of a table changed',
    (name) => flip(fileOf(name, 'plays'), pageSize * 3 + 4000),
    'the table plays cannot be read (invalid page in block 3',
  ],
  [
    'a page of an index changed',
    (name) => flip(fileOf(name, 'plays_user_id_state_due_at_idx'), pageSize + 4000),
    'the table plays cannot be read (invalid page in block 1',
  ],
  [
    'a table was cut off',
    (name) => truncate(fileOf(name, 'plays'), pageSize * 2),
    'the table plays cannot be read (could not read blocks',
  ],
  ['a table is gone', (name) => rm(fileOf(name, 'users')), 'the table users cannot be read'],
  [
    'the catalogue changed',
    (name) => flip(fileOf(name, 'pg_class'), 4000),
    'it cannot be read (invalid page in block 0',
  ],
  ['the record of migrations is gone', dropRecord, 'its record of migrations (_prisma_migrations)'],
  ['the log is empty', emptyLog, 'could not locate a valid checkpoint record'],
  [
    'the control file is empty',
    (name) => truncate(path.join(clusterOf(name), 'global/pg_control'), 0),
    'could not read file "global/pg_control"',
  ],
  [
    'half of the folder is gone',
    (name) => rm(path.join(clusterOf(name), 'base'), { recursive: true }),
    'does not exist',
  ],
  [
    'the version is gone',
    (name) => rm(path.join(clusterOf(name), 'PG_VERSION')),
    'no such file or directory',
  ],
];

/** What it tells one to type, but for the start. */
const stepsIn = (text: string): string[] =>
  [...text.matchAll(/^ {2}(\S.*)$/gm)]
    .map(([, step = '']) => step)
    .filter((step) => step !== 'npm start');

describe('watchflow start', () => {
  it.each(cases)('where %s says so, and how to go on', async (what, breakIt, words) => {
    const name = what.replaceAll(' ', '-');
    await broken(name, breakIt);
    const { code, stderr } = await command(name, 'start');
    expect(code).toBe(1);
    expect(stderr).toContain('The database is damaged: ');
    expect(stderr).toContain(words);
    const [newest = ''] = await readdir(backups());
    expect(stepsIn(stderr)).toEqual([
      `mv ${dirOf(name)}/postgres ${dirOf(name)}/postgres.damaged`,
      `npm run --silent watchflow -- restore ${path.join(backups(), newest)}`,
    ]);
  });

  it('is right again once one has typed what it says', async () => {
    const [what, breakIt] = cases[0] ?? ['', () => Promise.resolve()];
    await broken('again', breakIt);
    expect(what).not.toBe('');
    const { stderr } = await command('again', 'start');
    for (const step of stepsIn(stderr)) {
      const restore = /^npm run --silent watchflow -- restore (\S+)$/.exec(step)?.[1];
      if (restore === undefined) await run('bash', ['-c', step]);
      else await command('again', 'restore', restore);
    }
    expect(await withPostgres(dirOf('again'), countPlays)).toBe(plays);
  });

  it('says nothing of damage where there is none, and what else is wrong in its own words', async () => {
    const taken = await runCommand(
      {
        spawn,
        cwd: folder.dir,
        env: {
          DATA_DIR: dirOf('sound'),
          TEMPORAL_ADDRESS: '127.0.0.1:1',
          PORT: '0',
        },
      },
      'start',
    );
    expect(taken.code).toBe(1);
    expect(taken.stderr).not.toContain('damaged');
    expect(taken.stderr).toContain('127.0.0.1:1');
  });
});
