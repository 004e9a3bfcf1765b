import { codeOf } from '../../platform/lib/code-of.js';
import { messageOf } from '../../platform/lib/errors.js';
import { ChildStartError } from '../process/start-until-ready.js';

/** The embedded PostgreSQL does not come up because of what it finds in its folder. */
export class DamagedClusterError extends Error {
  override readonly name = 'DamagedClusterError';
  constructor(
    /** The folder, with its password. */
    readonly dir: string,
    cause: unknown,
  ) {
    super(`the embedded PostgreSQL does not start from ${dir} (${messageOf(cause)})`, { cause });
  }
}

/** invalid_catalog_name, data_corrupted, index_corrupted, undefined_file (PostgreSQL manual, error codes). */
const codes = ['3D000', 'XX001', 'XX002', '58P01'];

/** What it says when its files are not what they were; and what it says in other trouble, too, in the same words. */
const ofDamage =
  /checkpoint record|control ?file|pg_control|\bWAL\b|could not (?:open|read|access|find)|does not exist|invalid|corrupt|is not a (?:valid|database)/i;
const ofSurroundings =
  /No space left|Permission denied|permissions|ownership|shared memory|Too many open files|Out of memory|Cannot allocate/i;

/** The same error, or a DamagedClusterError where the folder is to blame. */
export function toClusterFault(error: unknown, dir: string): unknown {
  const isDamaged =
    codes.includes(codeOf(error) ?? '') ||
    isGone(error, dir) ||
    (error instanceof ChildStartError && blamesFiles(error));
  return isDamaged ? new DamagedClusterError(dir, error) : error;
}

/** A file of the folder is missing; not, say, a program. */
const isGone = (error: unknown, dir: string): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '') &&
  typeof error === 'object' &&
  error !== null &&
  'path' in error &&
  String(error.path).startsWith(dir);

function blamesFiles({ portTaken, logTail }: ChildStartError): boolean {
  const fatal = logTail
    .split('\n')
    .filter((line) => /FATAL|PANIC/.test(line))
    .join('\n');
  return !portTaken && ofDamage.test(fatal) && !ofSurroundings.test(fatal);
}
