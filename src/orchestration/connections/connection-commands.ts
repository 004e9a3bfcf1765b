import type {
  AttemptView,
  Beginner,
  BegunCode,
  ConnectionKey,
  Connections,
  DeviceStep,
  Returned,
} from '../../areas/connections/index.js';
import type { ConnectDeviceInput } from '../../workflows/contract.js';
import { acceptAccount, type LedgerWish } from './accept-account.js';
import type { ConnectingDeps } from './connecting-deps.js';
import { createDeviceAttempts } from './device-attempts.js';
import { disconnectAccount, type AccountEnded, type DisconnectWish } from './disconnect-account.js';
import { healSchedules, settleSchedule } from './settle-schedule.js';

type ByCode = Connections['byCode'];

/**
 * Making and ending connections with all that hangs on them: schedule, syncs, ledger. Each can be repeated from its
 * beginning. Throws ConnectingError.
 */
export interface ConnectionCommands {
  beginCode(wish: Parameters<ByCode['begin']>[0]): Promise<BegunCode>;
  finishCode(back: Parameters<ByCode['finish']>[0]): Promise<Returned>;
  /** The rest goes on without anybody waiting. */
  beginDevice(beginner: Beginner): Promise<AttemptView>;
  /** One question to the service, for the workflow. */
  pollDevice(attempt: ConnectDeviceInput): Promise<DeviceStep>;
  handInToken(wish: Parameters<Connections['byToken']>[0]): ReturnType<Connections['byToken']>;
  findAttempt(userId: string, id: string): Promise<AttemptView>;
  /** Connects another account than before; what the ledger holds of the one before is kept or forgotten. */
  acceptAttempt(userId: string, id: string, ledger: LedgerWish): Promise<AttemptView>;
  cancelAttempt(userId: string, id: string): Promise<AttemptView>;
  disconnect(key: ConnectionKey, wish: DisconnectWish): Promise<AccountEnded>;
  /** Lets schedules go on that a dead process left paused. Answers how many. */
  heal(): Promise<number>;
}

export function createConnectionCommands(deps: ConnectingDeps): ConnectionCommands {
  const { connections } = deps;
  const { byCode, byToken, attempts } = connections;
  const devices = createDeviceAttempts(deps);

  return {
    beginCode: (wish) => byCode.begin(wish),
    async finishCode(back) {
      const returned = await byCode.finish(back);
      const isConnected =
        returned.kind === 'attempt' && returned.attempt.status === 'connected' && returned.isNew;
      if (isConnected) await settleSchedule(deps, returned.userId);
      return returned;
    },
    beginDevice: (beginner) => devices.begin(beginner),
    pollDevice: (attempt) => devices.poll(attempt),
    async handInToken(wish) {
      const account = await byToken(wish);
      await settleSchedule(deps, wish.userId);
      return account;
    },
    async findAttempt(userId, id) {
      const attempt = await attempts.find(userId, id);
      await devices.ensureWatched(userId, attempt);
      return attempt;
    },
    acceptAttempt: (userId, id, ledger) => acceptAccount(deps, { userId, id, ledger }),
    cancelAttempt: (userId, id) => attempts.cancel(userId, id),
    disconnect: (key, wish) => disconnectAccount(deps, key, wish),
    heal: () => healSchedules(deps),
  };
}
