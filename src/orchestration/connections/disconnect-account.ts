import type { ConnectionKey, Disconnected } from '../../areas/connections/index.js';
import { forgetLedger } from '../../areas/history/index.js';
import { forgetCollection } from '../../areas/lists/index.js';
import { historyWorkflowId } from '../../workflows/contract.js';
import { stopWorkflows } from '../accounts/stop-workflows.js';
import type { ConnectingDeps } from './connecting-deps.js';
import { holdSchedule, leniently } from './settle-schedule.js';

export interface DisconnectWish {
  /** Forgets the ledger and whose account it was; settings stay. */
  readonly purge: boolean;
}

export interface AccountEnded extends Disconnected {
  readonly ledger: 'kept' | 'forgotten';
}

/** How long a sync may take to close what it has begun. */
const stopMs = 30_000;

/**
 * Schedule, tokens, sync, ledger, in this order: what is done stays right when the rest is not, and is done again by
 * whoever asks again. Tokens go whether or not Temporal answers; the ledger only once nobody writes to it.
 */
export async function disconnectAccount(
  deps: ConnectingDeps,
  key: ConnectionKey,
  { purge }: DisconnectWish,
): Promise<AccountEnded> {
  const { connections, syncs, log } = deps;
  const { userId } = key;
  await holdSchedule(deps, key);
  const ended = await connections.disconnect(key);
  if (!purge) {
    await leniently(log, { userId, act: 'a sync goes on without its connection' }, async () => {
      await syncs.cancel(userId);
    });
    return { ...ended, ledger: 'kept' };
  }
  await emptyLedger(deps, userId);
  await connections.forget(key);
  return { ...ended, ledger: 'forgotten' };
}

/** The person's tokens of one service must be gone before: a sync that starts now must come to nothing. */
export async function emptyLedger(
  { db, client, log }: Pick<ConnectingDeps, 'db' | 'client' | 'log'>,
  userId: string,
): Promise<void> {
  await stopWorkflows(client, userId, {
    known: [historyWorkflowId(userId)],
    patienceMs: stopMs,
    reason: 'the ledger is forgotten',
  });
  await forgetLedger(db, userId);
  await forgetCollection(db, userId);
  log.info({ userId }, 'ledger forgotten');
}
