import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../platform/lib/code-of.js';

/** Makes the names in a folder outlast a loss of power. */
export type SyncFolder = (folder: string) => Promise<void>;

/** Windows syncs no folders. */
export const syncFolder: SyncFolder = async (folder) => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

interface Path {
  readonly from: string;
  /** Above it, or the same; synced too. */
  readonly upTo: string;
}

export async function syncFolders({ from, upTo }: Path, sync: SyncFolder): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    await sync(folder);
    if (folder === upTo || folder === dirname(folder)) return;
  }
}

/** Once, when the root is there: the folders above it, from the first that was there before (`made` is what a mkdir made). */
export function keepingRoot(
  root: string,
  sync: SyncFolder,
): (made: string | undefined) => Promise<void> {
  let kept: Promise<void> | undefined;
  return (made) => {
    kept ??= keepRoot({ root, made }, sync).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

async function keepRoot(
  { root, made }: { readonly root: string; readonly made: string | undefined },
  sync: SyncFolder,
): Promise<void> {
  const isAbove = made !== undefined && root.startsWith(made);
  const [from, upTo] = [dirname(root), isAbove ? dirname(made) : dirname(root)];
  try {
    await syncFolders({ from, upTo }, sync);
  } catch (error) {
    // Whoever may not read the folder above did not make the root in it.
    if (!['EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}
