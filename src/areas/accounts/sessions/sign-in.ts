import type { Database } from '../../../platform/database/index.js';
import { AccountError } from '../account-error.js';
import { toPerson, type Person } from '../account.js';
import type { Passwords } from '../people/passwords.js';
import { nameKeyOf } from '../people/person-name.js';
import type { OpenedSession, Sessions, SignInPlace } from './sessions.js';
import type { Throttle } from './throttle.js';

export interface SignInDeps {
  readonly db: Database;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly sessions: Sessions;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

export interface SignedIn extends OpenedSession {
  readonly person: Person;
}

/**
 * A new session for the right password. Whether there is such a person shows neither in the answer nor in the time it takes.
 * Throws AccountError `invalid-credentials`, `throttled`.
 */
export async function signIn(
  { db, passwords, throttle, sessions }: SignInDeps,
  { name, password }: Credentials,
  place: SignInPlace,
): Promise<SignedIn> {
  const nameKey = nameKeyOf(name);
  const attempt = { account: nameKey, address: place.address };
  await throttle.admit(attempt);
  const user = await db.user.findUnique({ where: { nameKey } });
  const isRight = await passwords.verify(password, user?.passwordHash ?? null);
  if (!isRight || user?.disabledAt !== null || user.deletedAt !== null) {
    throw new AccountError(
      'invalid-credentials',
      'Name and password do not belong together, or the account is disabled.',
    );
  }
  await throttle.forgive(attempt);
  const { id, passwordHash } = user;
  if (passwordHash !== null && passwords.isOutdated(passwordHash)) {
    // Only over the very hash that was checked: the person may be changing the password elsewhere.
    await db.user.updateMany({
      where: { id, passwordHash },
      data: { passwordHash: await passwords.rehash(password) },
    });
  }
  return { ...(await sessions.open(id, place)), person: toPerson(user) };
}

/** Somebody signed in says who they are once more. Throws AccountError `wrong-password`, `throttled`. */
export async function confirmPassword(
  { db, passwords, throttle }: Omit<SignInDeps, 'sessions'>,
  { userId, password }: { readonly userId: string; readonly password: string },
  address: string,
): Promise<void> {
  // Counted apart from signing in: whoever has a session must not be able to close the door on its owner.
  const attempt = { account: `confirm ${userId}`, address };
  await throttle.admit(attempt);
  const user = await db.user.findUnique({ where: { id: userId } });
  const isRight = await passwords.verify(password, user?.passwordHash ?? null);
  if (!isRight) throw new AccountError('wrong-password', 'That is not your present password.');
  await throttle.forgive(attempt);
}
