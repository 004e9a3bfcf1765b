import type { AttemptView } from '../../areas/connections/index.js';
import type { ConnectingDeps } from './connecting-deps.js';
import { emptyLedger } from './disconnect-account.js';
import { holdSchedule, settleSchedule } from './settle-schedule.js';

/** What becomes of the plays and marks of the account before. */
export type LedgerWish = 'keep' | 'forget';

interface Accept {
  readonly userId: string;
  readonly id: string;
  readonly ledger: LedgerWish;
}

/**
 * Another account takes the place of the one before. To forget, the one before is disconnected first: cut off at any line,
 * the attempt still waits for the person's answer, and nothing of two accounts is mixed.
 */
export async function acceptAccount(
  deps: ConnectingDeps,
  { userId, id, ledger }: Accept,
): Promise<AttemptView> {
  const { connections } = deps;
  const { status, service } = await connections.attempts.find(userId, id);
  if (ledger === 'forget' && status === 'other-account') {
    await holdSchedule(deps, { userId, service });
    await connections.disconnect({ userId, service });
    await emptyLedger(deps, userId);
  }
  const attempt = await connections.attempts.accept(userId, id);
  await settleSchedule(deps, userId);
  return attempt;
}
