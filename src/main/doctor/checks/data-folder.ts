import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../../platform/lib/code-of.js';
import { ownAccount } from '../../../runtime/index.js';
import {
  fault,
  ok,
  skippedFor,
  warning,
  type Check,
  type CheckStatus,
  type Finding,
} from '../check.js';

const mebibyte = 1024 ** 2;
const needed = { fault: 200 * mebibyte, warning: 1024 * mebibyte };

export const dataFolderCheck: Check = {
  name: 'data-folder',
  run: async (context) => {
    const refused = skippedFor(context, 'DATA_DIR');
    if (refused !== undefined) return refused;
    const { dataDir } = context.config;
    const holder = await context.holder();
    const found = await folderAt(dataDir);
    const place = found ?? (await nearestFolder(dirname(dataDir)));
    const barrier = await whyNotWritable(place.path, place.isDirectory);
    if (barrier !== undefined) {
      return fault(
        `${place.path} ${barrier}`,
        'make it writable, or set DATA_DIR to another folder',
      );
    }
    const state = found === undefined ? 'is made at first start' : 'writable';
    const used = holder === undefined ? '' : `, in use by a running watchflow (process ${holder})`;
    const findings = [
      ok(`${dataDir} ${state}${used}`),
      ownerFinding(place),
      await spaceFinding(place.path),
    ];
    return worst(findings.filter((one) => one !== undefined));
  },
};

interface Place {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly uid: number;
}

async function folderAt(path: string): Promise<Place | undefined> {
  try {
    const found = await stat(path);
    return { path, isDirectory: found.isDirectory(), uid: found.uid };
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

async function nearestFolder(path: string): Promise<Place> {
  return (await folderAt(path)) ?? nearestFolder(dirname(path));
}

async function whyNotWritable(path: string, isDirectory: boolean): Promise<string | undefined> {
  if (!isDirectory) return 'is a file, not a folder';
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (thrown) {
    return `cannot be written to (${codeOf(thrown) ?? 'unknown reason'})`;
  }
}

/** What root makes in the folder of somebody else, that person cannot write to later. */
function ownerFinding({ path, uid }: Place): Finding | undefined {
  const own = ownAccount()?.uid;
  if (own === undefined || own === uid) return undefined;
  return warning(
    `${path} belongs to user ${uid}, this is user ${own}`,
    'always start watchflow as the same user, best the owner of the folder',
  );
}

async function spaceFinding(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const found = `${(free / mebibyte).toFixed(0)} MiB free`;
  const advice = 'make room: database, Temporal file and logs grow there';
  if (free < needed.fault) return fault(found, advice);
  return free < needed.warning ? warning(found, advice) : ok(found);
}

const gravity: readonly CheckStatus[] = ['skipped', 'ok', 'warning', 'fault'];

function worst(findings: readonly Finding[]): Finding {
  const statuses = findings.map(({ status }) => status);
  const advice = findings.flatMap((one) => (one.advice === undefined ? [] : [one.advice]));
  return {
    status: gravity.findLast((status) => statuses.includes(status)) ?? 'ok',
    found: findings.map(({ found }) => found).join('; '),
    advice: advice.length === 0 ? undefined : advice.join('; '),
  };
}
