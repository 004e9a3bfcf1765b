import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { claimDue, type ClaimedDelivery } from './claim-due.js';
import { nextAttempt } from './next-attempt.js';
import type { Failure } from './outcome.js';

export interface OutboxDeps {
  readonly db: Database;
  readonly clock: Clock;
}

/** Deliveries that wait. Several processes may work it off at once. */
export function createOutbox({ db, clock }: OutboxDeps) {
  return {
    /** See there what is safe about it. */
    claim: (limit: number): Promise<ClaimedDelivery[]> => claimDue(db, { limit, now: clock.now() }),

    /** The time the next one is due; undefined when none waits. */
    async nextDue(): Promise<Date | undefined> {
      const found = await db.notificationDelivery.findFirst({
        where: { status: 'pending' },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      });
      return found?.nextAttemptAt;
    },

    /** It is not the time for it: as if it had not been claimed, until then. */
    async postpone({ id, attempts }: ClaimedDelivery, until: Date): Promise<void> {
      await db.notificationDelivery.updateMany({
        where: { ...withCompany(id), attempts, status: 'pending' },
        data: { attempts: attempts - 1, nextAttemptAt: until },
      });
    },

    /** Received is received, whoever claimed it meanwhile. */
    async markSent({ id }: ClaimedDelivery, status: number | null): Promise<void> {
      await db.notificationDelivery.updateMany({
        where: { ...withCompany(id), status: 'pending' },
        data: { status: 'sent', lastStatus: status, lastError: null, finishedAt: clock.now() },
      });
    },

    /** Sets the next attempt, or `failed` when there is none. Of a delivery that was claimed anew nothing is said. */
    async markFailed(delivery: ClaimedDelivery, failure: Failure): Promise<'again' | 'failed'> {
      const { id, attempts } = delivery;
      const { status, error, isFinal = false, retryAfterSeconds } = failure;
      const now = clock.now();
      const next = isFinal ? undefined : nextAttempt({ ...delivery, now, retryAfterSeconds });
      const end = { status: 'failed', finishedAt: now };
      await db.notificationDelivery.updateMany({
        where: { ...withCompany(id), attempts, status: 'pending' },
        data: {
          lastStatus: status,
          lastError: error,
          ...(next === undefined ? end : { nextAttemptAt: next }),
        },
      });
      return next === undefined ? 'failed' : 'again';
    },
  };
}

const withCompany = (id: string) => ({ OR: [{ id }, { batchId: id }] });
