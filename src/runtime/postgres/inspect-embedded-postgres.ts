import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRoot, ownAccount, unprivilegedAccount, type Account } from '../process/account.js';
import { installedPackage } from './locate-binaries.js';
import { majorVersion } from './make-cluster.js';
import { barrierTo } from './reachable.js';

/** What a start of the embedded PostgreSQL would find. */
export interface EmbeddedPostgresFacts {
  /** Where the programs for this platform are. */
  readonly packageDir: string;
  readonly version: string;
  /** Who would run it; another user when we are root. */
  readonly account: Account;
  readonly asRoot: boolean;
  /** A folder on the way to the data folder that this user may not enter: the database lies elsewhere then. */
  readonly barrier: string | undefined;
  /** Major version of the database that is there already. */
  readonly clusterVersion: string | undefined;
}

/** Looks without starting or making anything. Throws, with advice, when the embedded PostgreSQL cannot run here. */
export async function inspectEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgresFacts> {
  const own = ownAccount();
  if (own === undefined)
    throw new Error('the embedded PostgreSQL does not run on this system: set DATABASE_URL');
  const packageDir = await installedPackage();
  const dir = path.join(dataDir, 'postgres');
  const owner = await stat(dir).catch(() => undefined);
  const account = isRoot() ? await unprivilegedAccount(owner?.uid) : own;
  return {
    packageDir,
    version: majorVersion,
    account,
    asRoot: isRoot(),
    barrier: isRoot() ? await barrierTo(dataDir, account) : undefined,
    clusterVersion: await readFile(path.join(dir, 'cluster/PG_VERSION'), 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    ),
  };
}
