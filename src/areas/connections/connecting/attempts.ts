import { ConnectingError } from '../connection-errors.js';
import { keyOf } from '../connection-store.js';
import type { AdmitDeps } from './admit-account.js';
import type { AttemptView } from './attempt.js';
import type { StoredAttempt } from './attempt-store.js';

/** Looking at attempts and ending them. */
export function createAttempts({ db, store, attempts }: AdmitDeps) {
  async function need(userId: string, id: string): Promise<StoredAttempt> {
    const row = await attempts.find(userId, id);
    if (row !== null) return row;
    throw new ConnectingError('unknown-attempt', 'There is no such attempt to connect.');
  }
  const over = () =>
    new ConnectingError('attempt-over', 'This attempt is over, or waits for something else.');

  return {
    /** @throws ConnectingError `unknown-attempt` */
    find: async (userId: string, id: string): Promise<AttemptView> =>
      attempts.toView(await need(userId, id)),

    /** Connects the other account that was found. Safe to repeat. Throws ConnectingError. */
    async accept(userId: string, id: string): Promise<AttemptView> {
      const row = await need(userId, id);
      const { status } = attempts.toView(row);
      if (status === 'connected') return attempts.toView(row);
      const tokens = attempts.openTokens(row);
      const { accountKey, accountName } = row;
      if (status !== 'other-account' || tokens === undefined) throw over();
      if (accountKey === null || accountName === null) throw over();
      const account = { key: accountKey, name: accountName };
      const method = row.kind === 'device' ? 'device' : 'oauth';
      await db.$transaction(async (tx) => {
        const step = { from: 'other-account', to: 'connected' } as const;
        if (!(await attempts.move(id, { ...step, account }, tx))) throw over();
        await store.put({ ...keyOf(row), account, method, tokens }, tx);
      });
      return attempts.toView(await need(userId, id));
    },

    /** Nothing comes of it any more; one that is over already stays as it is. Throws ConnectingError `unknown-attempt`. */
    async cancel(userId: string, id: string): Promise<AttemptView> {
      await need(userId, id);
      await attempts.move(id, { from: 'pending', to: 'cancelled' });
      await attempts.move(id, { from: 'other-account', to: 'cancelled' });
      return attempts.toView(await need(userId, id));
    },
  };
}
