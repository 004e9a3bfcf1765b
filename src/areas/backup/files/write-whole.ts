import { randomBytes } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BackupError } from '../backup-error.js';

/** What a killed backup leaves behind; the job removes it. */
export const partialName = /\.partial-[0-9a-f]{8}$/;

/**
 * A file that is there whole or not at all: written under another name, on the disk before it gets its own. Throws BackupError
 * when there is one of that name.
 */
export async function writeWhole<T>(
  file: string,
  write: (partial: string) => Promise<T>,
): Promise<T> {
  if (await exists(file))
    throw new BackupError('exists', `${file} is there already; give another name`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.partial-${randomBytes(4).toString('hex')}`;
  try {
    const written = await write(partial);
    await rename(partial, file);
    await toDisk(dirname(file));
    return written;
  } finally {
    await rm(partial, { force: true });
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function toDisk(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
