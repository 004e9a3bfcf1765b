import { z } from 'zod';
import { queryRows, sql, unnestRows, type DatabaseSession } from '../../platform/database/index.js';
import { events, type ChannelKind, type NotificationEvent } from './events.js';
import type { Notice } from './notice.js';
import { planDeliveries } from './timing/plan-deliveries.js';

export interface Told {
  /** Undefined when it was told before. */
  readonly notificationId: bigint | undefined;
  /** How many channels it waits for. */
  readonly deliveries: number;
}

interface TellOptions {
  readonly now: Date;
  /** This one alone, whatever the person chose. */
  readonly onlyChannel?: string | undefined;
}

const toldRow = z.object({ id: z.bigint().nullable(), deliveries: z.bigint() });

/** Inbox row and outbox rows in one statement: all or none, and none a second time. */
export async function tell(
  db: Pick<DatabaseSession, '$queryRaw'>,
  notice: Notice,
  { now, onlyChannel }: TellOptions,
): Promise<Told> {
  const { userId, event, dedupeKey } = notice;
  const data = JSON.stringify(events[event].data.parse(notice.data));
  const inbox = onlyChannel === undefined ? chosen(notice, 'in-app') : sql`false`;
  const webhook = onlyChannel === undefined ? chosen(notice, 'webhook') : sql`true`;
  const mail = onlyChannel === undefined ? chosen(notice, 'mail') : sql`true`;
  const planned =
    onlyChannel === undefined
      ? await planDeliveries(db, { userId, event, now })
      : [{ channelId: onlyChannel, dueAt: now, gathered: false }];
  const plan = unnestRows(
    { channel_id: 'text', due_at: 'timestamptz', gathered: 'bool' },
    planned.map(({ channelId, dueAt, gathered }) => ({
      channel_id: channelId,
      due_at: dueAt,
      gathered,
    })),
  );
  const [row] = await queryRows(
    db,
    toldRow,
    sql`WITH told AS (
        INSERT INTO notifications (user_id, event, dedupe_key, data, in_inbox, created_at)
        VALUES (${userId}, ${event}, ${dedupeKey}, ${data}::jsonb, ${inbox}, ${now})
        ON CONFLICT (user_id, event, dedupe_key) DO NOTHING RETURNING id
      ), waiting AS (
        INSERT INTO notification_deliveries
          (id, notification_id, channel_id, user_id, due_at, next_attempt_at, gathered, created_at)
        SELECT 'msg_' || replace(gen_random_uuid()::text, '-', ''), told.id, c.id, ${userId}, plan.due_at, plan.due_at,
          plan.gathered, ${now}
        FROM told, notification_channels c JOIN ${plan} AS plan ON plan.channel_id = c.id
        WHERE c.user_id = ${userId} AND c.enabled
          AND CASE c.kind WHEN 'mail' THEN ${mail} ELSE ${webhook} END
          AND (c.kind <> 'mail' OR c.confirmed_at IS NOT NULL OR ${event === 'channel.confirm'})
        RETURNING id
      )
      SELECT (SELECT id FROM told) AS id, (SELECT count(*) FROM waiting) AS deliveries`,
  );
  return { notificationId: row?.id ?? undefined, deliveries: Number(row?.deliveries ?? 0) };
}

const chosen = ({ userId, event }: Notice, channel: ChannelKind) =>
  sql`coalesce((SELECT enabled FROM notification_choices
    WHERE user_id = ${userId} AND event = ${event} AND channel = ${channel}), ${isDefault(event, channel)})`;

export const isDefault = (event: NotificationEvent, channel: ChannelKind): boolean =>
  events[event].defaults.some((kind) => kind === (channel === 'mail' ? 'webhook' : channel));
