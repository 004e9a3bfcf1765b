import { readFile } from 'node:fs/promises';

/** A user and a group of the system, as numbers. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Who we are; `undefined` where the system has no such numbers. */
export function ownAccount(): Account | undefined {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

export const isRoot = (): boolean => ownAccount()?.uid === 0;

const preferred = ['postgres', 'nobody', 'daemon'];

/**
 * Somebody who is not root, for servers that refuse to run as root. `initdb` looks its user up, so only accounts the system knows
 * will do. An owner already in place (from an earlier start) wins, if it is known.
 */
export async function unprivilegedAccount(presentOwner?: number): Promise<Account> {
  const known = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const found =
    known.find(({ uid }) => uid === presentOwner) ??
    preferred.flatMap((name) => known.filter((entry) => entry.name === name))[0] ??
    known[0];
  if (found === undefined) {
    throw new Error(
      'PostgreSQL does not run as root and this system has no other user: start watchflow as another user, or set DATABASE_URL',
    );
  }
  return { uid: found.uid, gid: found.gid };
}

/** Entries of an `/etc/passwd` text other than root. */
function parsePasswd(text: string): (Account & { readonly name: string })[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && uid > 0 && Number.isInteger(gid) && gid > 0);
}
