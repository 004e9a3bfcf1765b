import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../process/account.js';

/** The nearest existing folder above (or at) a path that an account may not enter; `undefined` if it can get there. */
export async function barrierTo(target: string, account: Account): Promise<string | undefined> {
  for (const folder of foldersDownTo(target)) {
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined) return undefined;
    if (found.isDirectory() && !mayEnter(found, account)) return folder;
  }
  return undefined;
}

function foldersDownTo(target: string): string[] {
  const folder = path.resolve(target);
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...foldersDownTo(parent), folder];
}

interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The system's own rule: the first class that fits decides. Extra groups and ACLs are not looked at. */
function mayEnter({ mode, uid, gid }: Owned, account: Account): boolean {
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

export const exists = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );
