import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Logger } from '../../platform/lib/logger.js';
import { messageOf } from '../../platform/lib/errors.js';
import { isRoot, type Account } from '../process/account.js';
import type { ClusterHome } from './cluster-home.js';
import type { PostgresBinaries } from './locate-binaries.js';
import { exists } from './reachable.js';

const run = promisify(execFile);

export const majorVersion = '18';
export const superuser = 'watchflow';

export interface Cluster {
  readonly dataDir: string;
  readonly password: string;
}

export interface MakeClusterOptions {
  readonly home: ClusterHome;
  readonly binaries: PostgresBinaries;
  readonly log: Logger;
}

/** The cluster in its home, made first if there is none. It appears whole or not at all: drafts of a crash are thrown away. */
export async function makeCluster(options: MakeClusterOptions): Promise<Cluster> {
  const { home, log } = options;
  await removeDrafts(home.dir);
  if (!(await exists(home.dir))) {
    log.info({}, 'making the database, first start only');
    await initialise(options);
  }
  const dataDir = path.join(home.dir, 'cluster');
  await assertVersion(dataDir);
  return { dataDir, password: await readFile(path.join(home.dir, 'password'), 'utf8') };
}

async function removeDrafts(dir: string): Promise<void> {
  const parent = path.dirname(dir);
  const drafts = (await readdir(parent)).filter((name) =>
    name.startsWith(`${path.basename(dir)}.draft-`),
  );
  for (const name of drafts) await rm(path.join(parent, name), { recursive: true, force: true });
}

async function initialise({ home, binaries }: MakeClusterOptions): Promise<void> {
  const { uid, gid } = home.account;
  const draft = `${home.dir}.draft-${randomBytes(4).toString('hex')}`;
  const passwordFile = path.join(draft, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await chown(passwordFile, uid, gid);
  await chown(draft, uid, gid);
  await runInitdb({
    binaries,
    account: home.account,
    dataDir: path.join(draft, 'cluster'),
    passwordFile,
  });
  await rename(draft, home.dir);
}

interface Initdb {
  readonly binaries: PostgresBinaries;
  readonly account: Account;
  readonly dataDir: string;
  readonly passwordFile: string;
}

/** Which of the system's locales tells letters from signs; not every system has the first. The last one knows ASCII only. */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C'];

async function runInitdb({ binaries, account, dataDir, passwordFile }: Initdb): Promise<void> {
  for (const characterType of characterTypes) {
    try {
      await run(binaries.initdb, initdbArguments({ dataDir, passwordFile, characterType }), {
        cwd: path.dirname(binaries.initdb),
        env: { LC_ALL: 'C' },
        ...(isRoot() ? account : {}),
      });
      return;
    } catch (error) {
      if (!messageOf(error).includes('invalid locale name') || characterType === 'C') throw error;
    }
  }
}

/**
 * The builtin provider's C.UTF-8 needs no locale of the system, knows the letters of all scripts and sorts by code point.
 * pg_trgm, though, asks the system's `lc_ctype` what a letter is: with C it drops all Chinese and Japanese text.
 */
const initdbArguments = ({ dataDir, passwordFile, characterType }: InitdbArguments): string[] => [
  `--pgdata=${dataDir}`,
  `--username=${superuser}`,
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--data-checksums',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  `--lc-ctype=${characterType}`,
];

interface InitdbArguments {
  readonly dataDir: string;
  readonly passwordFile: string;
  readonly characterType: string;
}

async function assertVersion(dataDir: string): Promise<void> {
  const found = (await readFile(path.join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  if (found === majorVersion) return;
  throw new Error(
    `the database in ${dataDir} is of PostgreSQL ${found}, this is ${majorVersion}: make a backup with the earlier watchflow, then restore it into an empty DATA_DIR`,
  );
}
