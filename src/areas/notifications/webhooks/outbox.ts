import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { nextAttempt } from './next-attempt.js';

/** A delivery that is ours to attempt until its lease ends. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly notificationId: bigint;
  readonly channelId: string;
  readonly userId: string;
  /** 1 for the first. */
  readonly attempts: number;
  readonly createdAt: Date;
}

export interface OutboxDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface Failure {
  /** HTTP status, if there was an answer. */
  readonly status: number | null;
  /** A word of ours. */
  readonly error: string;
  readonly retryAfterSeconds?: number | undefined;
  /** Trying again cannot help. */
  readonly isFinal?: boolean | undefined;
}

/** Longer than an attempt may take: after it, whoever had claimed the delivery is taken for dead. */
const leaseMs = 60_000;
/** Of one channel at once: a receiver that hangs must not hold up the others. */
const perChannel = 4;

const claimed = z.object({
  id: z.string(),
  notificationId: z.bigint(),
  channelId: z.string(),
  userId: z.string(),
  attempts: z.int(),
  createdAt: z.date(),
});

/** Deliveries that wait. Several processes may work it off at once. */
export function createOutbox({ db, clock }: OutboxDeps) {
  return {
    /** Takes what is due. A delivery whose lease ran out is due again: it may then be sent twice, under the same id. */
    claim: (limit: number): Promise<ClaimedDelivery[]> => {
      const now = clock.now();
      const due = sql`status = 'pending' AND next_attempt_at <= ${now}`;
      return queryRows(
        db,
        claimed,
        sql`UPDATE notification_deliveries SET attempts = attempts + 1, last_attempt_at = ${now},
            next_attempt_at = ${new Date(now.getTime() + leaseMs)}
          WHERE id IN (
            SELECT d.id FROM notification_deliveries d
            JOIN (SELECT id, row_number() OVER (PARTITION BY channel_id ORDER BY next_attempt_at, id) AS nth
              FROM notification_deliveries WHERE ${due}) w USING (id)
            WHERE w.nth <= ${perChannel} AND ${due}
            ORDER BY d.next_attempt_at, d.id LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED)
          RETURNING id, notification_id AS "notificationId", channel_id AS "channelId",
            user_id AS "userId", attempts, created_at AS "createdAt"`,
      );
    },

    /** The time the next one is due; undefined when none waits. */
    async nextDue(): Promise<Date | undefined> {
      const found = await db.notificationDelivery.findFirst({
        where: { status: 'pending' },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      });
      return found?.nextAttemptAt;
    },

    /** Received is received, whoever claimed it meanwhile. */
    async markSent({ id }: ClaimedDelivery, status: number): Promise<void> {
      await db.notificationDelivery.updateMany({
        where: { id, status: 'pending' },
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
        where: { id, attempts, status: 'pending' },
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
