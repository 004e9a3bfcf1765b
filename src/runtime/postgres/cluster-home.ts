import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readlink, realpath, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../platform/lib/logger.js';
import { isRoot, ownAccount, unprivilegedAccount, type Account } from '../process/account.js';
import { barrierTo, exists } from './reachable.js';

export interface ClusterHome {
  /** Holds the cluster, its password and nothing else; may not exist yet, its parent does. */
  readonly dir: string;
  /** Who runs PostgreSQL and owns the folder. */
  readonly account: Account;
}

export interface ClusterHomeOptions {
  readonly dataDir: string;
  readonly log: Logger;
  /** Where root keeps clusters whose data folder the other user cannot reach. */
  readonly systemDir?: string | undefined;
}

/**
 * `<dataDir>/postgres`, and who may run in it. Root's PostgreSQL runs as another user, who cannot enter e.g. /root: then the cluster
 * lies in /var/lib/watchflow, and `<dataDir>/postgres` is a link to it.
 */
export async function clusterHome(options: ClusterHomeOptions): Promise<ClusterHome> {
  const dataDir = await realpath(options.dataDir);
  const dir = path.join(dataDir, 'postgres');
  const own = ownAccount();
  if (own === undefined)
    throw new Error('the embedded PostgreSQL does not run on this system: set DATABASE_URL');
  if (!isRoot()) return { dir: await followed(dir), account: own };

  const account = await unprivilegedAccount(await ownerOf(dir));
  if (await exists(dir)) return { dir: await reachable(await followed(dir), account), account };
  const barrier = await barrierWithoutDataDir(dataDir, account);
  if (barrier === undefined) return { dir, account };
  return { dir: await elsewhere({ dir, barrier, account, options }), account };
}

/** The data folder itself is ours: if it is what bars the way, the account's group is let through – through, not in to look. */
async function barrierWithoutDataDir(
  dataDir: string,
  account: Account,
): Promise<string | undefined> {
  const barrier = await barrierTo(dataDir, account);
  if (barrier !== dataDir) return barrier;
  const { mode, uid } = await stat(dataDir);
  if (uid !== 0) return barrier;
  await chown(dataDir, uid, account.gid);
  await chmod(dataDir, (mode & 0o700) | 0o010);
  return barrierTo(dataDir, account);
}

const ownerOf = (dir: string): Promise<number | undefined> =>
  stat(dir).then(
    ({ uid }) => uid,
    () => undefined,
  );

/** Where a link leads, even if there is nothing yet. */
const followed = (dir: string): Promise<string> => readlink(dir).catch(() => dir);

async function reachable(dir: string, account: Account): Promise<string> {
  const barrier = await barrierTo(path.dirname(dir), account);
  if (barrier === undefined) return dir;
  throw new Error(
    `PostgreSQL runs as user ${account.uid} (it refuses root), who may not enter ${barrier}: set DATA_DIR to a folder that user can reach, or start watchflow as another user`,
  );
}

interface Elsewhere {
  readonly dir: string;
  readonly barrier: string;
  readonly account: Account;
  readonly options: ClusterHomeOptions;
}

async function elsewhere({ dir, barrier, account, options }: Elsewhere): Promise<string> {
  const systemDir = options.systemDir ?? '/var/lib/watchflow';
  const name = createHash('sha256').update(dir).digest('hex').slice(0, 12);
  const place = path.join(systemDir, `postgres-${name}`);
  try {
    await mkdir(systemDir, { recursive: true });
    await chmod(systemDir, 0o755);
  } catch (error) {
    throw new Error(
      `PostgreSQL refuses root, user ${account.uid} may not enter ${barrier}, and ${systemDir} cannot be made: set DATA_DIR to a folder that user can reach, or start watchflow as another user`,
      { cause: error },
    );
  }
  await reachable(place, account);
  await symlink(place, dir);
  options.log.warn(
    { place, barrier, link: dir },
    'the database lies outside the data folder, because PostgreSQL cannot run as root and its user may not enter it',
  );
  return place;
}
