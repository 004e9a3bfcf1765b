import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';

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
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface DeliveryPage {
  readonly items: readonly DeliveryView[];
  readonly nextCursor: string | null;
}

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
  { status, limit, cursor }: DeliveryFilter,
): Promise<DeliveryPage> {
  const before = cursor === undefined ? undefined : fromCursor(cursor);
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
        ${before === undefined ? emptySql : sql`AND (d.created_at, d.id) < (${before.at}, ${before.id})`}
      ORDER BY d.created_at DESC, d.id DESC LIMIT ${limit + 1}`,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last !== undefined ? toCursor(last) : null,
  };
}

const toCursor = ({ createdAt, id }: DeliveryView): string =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

const cursorShape = z.tuple([z.iso.datetime(), z.string().regex(/^msg_[\da-f]{32}$/)]);

function fromCursor(cursor: string): { at: Date; id: string } {
  const parsed = cursorShape.safeParse(Buffer.from(cursor, 'base64url').toString().split(' '));
  if (parsed.success) return { at: new Date(parsed.data[0]), id: parsed.data[1] };
  throw new InputError('query', [
    {
      place: '/cursor',
      message: 'is not a cursor this service gave out; start again without it',
    },
  ]);
}
