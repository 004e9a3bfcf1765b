import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

/** A delivery that is ours to attempt until its lease ends, with those it is sent with. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly notificationId: bigint;
  readonly channelId: string;
  readonly userId: string;
  /** 1 for the first. */
  readonly attempts: number;
  /** From when on it is tried. */
  readonly dueAt: Date;
  /** Others are sent with it, under its id. */
  readonly gathered: boolean;
}

/** Longer than an attempt may take: after it, whoever had claimed the delivery is taken for dead. */
const leaseMs = 60_000;
/** Of one channel at once: a receiver that hangs must not hold up the others. */
const perChannel = 4;
/** Most that go in one mail. */
const perMail = 100;

const claimed = z.object({
  id: z.string(),
  notificationId: z.bigint(),
  channelId: z.string(),
  userId: z.string(),
  attempts: z.int(),
  dueAt: z.date(),
  gathered: z.boolean(),
});

/**
 * Takes what is due. A delivery whose lease ran out is due again: it may then be sent twice, under the same id. What is
 * gathered is taken together, under the id of its first; what belongs together is settled with the first attempt and
 * never changes.
 */
export function claimDue(
  db: Database,
  { limit, now }: { readonly limit: number; readonly now: Date },
): Promise<ClaimedDelivery[]> {
  const leased = new Date(now.getTime() + leaseMs);
  const due = sql`status = 'pending' AND next_attempt_at <= ${now} AND (batch_id IS NULL OR batch_id = id)`;
  return queryRows(
    db,
    claimed,
    sql`WITH waiting AS (
        SELECT id, attempts,
          row_number() OVER (PARTITION BY channel_id, gathered, batch_id ORDER BY next_attempt_at, id) AS nth
        FROM notification_deliveries WHERE ${due}
      ), claimed AS (
        UPDATE notification_deliveries SET attempts = attempts + 1, last_attempt_at = ${now},
          next_attempt_at = ${leased}, batch_id = CASE WHEN gathered THEN id END
        WHERE id IN (
          SELECT d.id FROM notification_deliveries d JOIN waiting w USING (id)
          WHERE w.nth <= CASE WHEN d.gathered THEN 1 ELSE ${perChannel} END AND ${due}
          ORDER BY d.next_attempt_at, d.id LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED)
        RETURNING id, notification_id, channel_id, user_id, attempts, due_at, gathered
      ), beside AS (
        UPDATE notification_deliveries d SET attempts = c.attempts, last_attempt_at = ${now},
          next_attempt_at = ${leased}, batch_id = c.id
        FROM claimed c
        WHERE c.gathered AND d.id <> c.id AND d.status = 'pending' AND (d.batch_id = c.id
          OR (c.attempts = 1 AND d.batch_id IS NULL AND d.channel_id = c.channel_id AND d.gathered AND d.attempts = 0
            AND d.id IN (SELECT w.id FROM waiting w WHERE w.attempts = 0 AND w.nth <= ${perMail})))
      )
      SELECT id, notification_id AS "notificationId", channel_id AS "channelId",
        user_id AS "userId", attempts, due_at AS "dueAt", gathered FROM claimed`,
  );
}
