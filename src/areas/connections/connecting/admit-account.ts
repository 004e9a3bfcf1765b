import type { Database } from '../../../platform/database/index.js';
import type { Account, Tokens } from '../connection.js';
import type { Connected, ConnectionStore } from '../connection-store.js';
import type { AttemptStore, StoredAttempt } from './attempt-store.js';

export interface AdmitDeps {
  readonly db: Database;
  readonly store: ConnectionStore;
  readonly attempts: AttemptStore;
}

/** True when the ledger holds the plays or marks of another account of the service. */
export async function isOtherAccount(
  store: ConnectionStore,
  { userId, service, account }: Pick<Connected, 'userId' | 'service' | 'account'>,
): Promise<boolean> {
  const before = await store.find({ userId, service });
  return before !== null && before.accountKey !== account.key;
}

interface Arrived extends Omit<Connected, 'tokens' | 'account'> {
  readonly account: Account;
  readonly tokens: Tokens;
}

/** The end of an attempt: connected, or – with another account than before – for the person to decide. */
export async function admitAccount(
  { db, store, attempts }: AdmitDeps,
  attempt: StoredAttempt,
  arrived: Arrived,
): Promise<void> {
  const { account, tokens } = arrived;
  if (await isOtherAccount(store, arrived)) {
    const step = { from: 'exchanging', to: 'other-account' } as const;
    await attempts.move(attempt.id, { ...step, account, tokens });
    return;
  }
  await db.$transaction(async (tx) => {
    await store.put(arrived, tx);
    await attempts.move(attempt.id, { from: 'exchanging', to: 'connected', account }, tx);
  });
}
