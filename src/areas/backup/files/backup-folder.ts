import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../platform/lib/code-of.js';
import { madeAtOf } from './backup-name.js';
import { superseded } from './superseded.js';
import { partialName } from './write-whole.js';

export interface BackupFile {
  readonly file: string;
  readonly madeAt: Date;
}

/** Nothing of a backup under way is that old. */
const abandonedMs = 24 * 3_600_000;

/** Newest first; none where there is no such folder. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = await namesIn(folder);
  return names
    .flatMap((name) => {
      const madeAt = madeAtOf(name);
      return madeAt === undefined ? [] : [{ file: join(folder, name), madeAt }];
    })
    .sort((left, right) => right.madeAt.getTime() - left.madeAt.getTime());
}

/** Removes what need not be kept, and what killed backups left; only files that we made. How many backups went. */
export async function tidyBackups(
  folder: string,
  { days, now }: { readonly days: number; readonly now: Date },
): Promise<number> {
  const names = await namesIn(folder);
  const old = superseded(names, days);
  const abandoned: string[] = [];
  for (const name of names.filter(isPartial)) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
    if (now.getTime() - mtimeMs > abandonedMs) abandoned.push(name);
  }
  for (const name of [...old, ...abandoned]) await rm(join(folder, name), { force: true });
  return old.length;
}

const isPartial = (name: string): boolean =>
  partialName.test(name) && madeAtOf(name.replace(partialName, '')) !== undefined;

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
