import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { parseCursor, toPage, type Page } from '../../../platform/lib/page-cursor.js';

/** What became of one notification on one channel. */
export interface DeliveryView {
  readonly id: string;
  readonly event: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  /** Null when there is no further attempt. */
  readonly nextAttemptAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface DeliveryFilter {
  readonly status?: DeliveryView['status'] | undefined;
  /** Of this one alone. */
  readonly notificationId?: bigint | undefined;
  readonly id?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export type DeliveryPage = Page<DeliveryView>;

const deliveryRow = z.object({
  id: z.string(),
  event: z.string(),
  status: z.enum(['pending', 'sent', 'failed']),
  attempts: z.int(),
  nextAttemptAt: z.date().nullable(),
  lastAttemptAt: z.date().nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});

/** Of one channel, newest first. Throws InputError for a cursor that is none. */
export async function listDeliveries(
  db: Database,
  channelId: string,
  { status, notificationId, id, limit, cursor }: DeliveryFilter,
): Promise<DeliveryPage> {
  const before = cursor === undefined ? undefined : parseCursor(cursor);
  const rows = await queryRows(
    db,
    deliveryRow,
    sql`SELECT d.id, n.event, d.status, d.attempts, d.last_attempt_at AS "lastAttemptAt",
        CASE WHEN d.status = 'pending' THEN d.next_attempt_at END AS "nextAttemptAt",
        d.last_status AS "lastStatus", d.last_error AS "lastError",
        d.created_at AS "createdAt", d.finished_at AS "finishedAt"
      FROM notification_deliveries d JOIN notifications n ON n.id = d.notification_id
      WHERE d.channel_id = ${channelId}
        ${status === undefined ? emptySql : sql`AND d.status = ${status}`}
        ${id === undefined ? emptySql : sql`AND d.id = ${id}`}
        ${notificationId === undefined ? emptySql : sql`AND n.id = ${notificationId}`}
        ${before === undefined ? emptySql : sql`AND (d.created_at, d.id) < (${before.at}, ${before.id})`}
      ORDER BY d.created_at DESC, d.id DESC LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit, {
    place: ({ createdAt, id }) => ({ at: createdAt, id }),
    item: (row) => row,
  });
}
