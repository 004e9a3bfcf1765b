import { z } from 'zod';
import { queryRows, sql, type DatabaseSession } from '../../../platform/database/index.js';
import { digestOf } from '../channels/channel.js';
import { isUrgent, type NotificationEvent } from '../events.js';
import { dueAt } from './due-at.js';
import type { QuietHours } from './quiet-hours.js';

/** When a notification goes to a channel. */
export interface PlannedDelivery {
  readonly channelId: string;
  readonly dueAt: Date;
  /** With whatever waits beside it. */
  readonly gathered: boolean;
}

const channelTiming = {
  kind: z.string(),
  digest: z.string(),
  digestMinute: z.int().nullable(),
  digestZone: z.string().nullable(),
  fromMinute: z.int().nullable(),
  toMinute: z.int().nullable(),
  timeZone: z.string().nullable(),
};
const channelRow = z.object({ channelId: z.string(), ...channelTiming });
const waitingRow = z.object({
  id: z.string(),
  event: z.string(),
  createdAt: z.date(),
  ...channelTiming,
});
type ChannelTiming = Pick<z.output<typeof channelRow>, keyof typeof channelTiming>;

const timingColumns = sql`c.kind, c.digest, c.digest_minute AS "digestMinute", c.digest_zone AS "digestZone",
  q.from_minute AS "fromMinute", q.to_minute AS "toMinute", q.time_zone AS "timeZone"`;

export interface Occasion {
  readonly userId: string;
  readonly event: NotificationEvent;
  readonly now: Date;
}

type Queries = Pick<DatabaseSession, '$queryRaw'>;

/** For each channel of the person that is on, whether or not they chose to be told there. */
export async function planDeliveries(
  db: Queries,
  { userId, event, now }: Occasion,
): Promise<PlannedDelivery[]> {
  const channels = await queryRows(
    db,
    channelRow,
    sql`SELECT c.id AS "channelId", ${timingColumns} FROM notification_channels c
      LEFT JOIN notification_quiet_hours q ON q.user_id = c.user_id
      WHERE c.user_id = ${userId} AND c.enabled`,
  );
  return channels.map(({ channelId, ...timing }) => ({
    channelId,
    ...planOne(timing, { at: now, event, now }),
  }));
}

export interface Replanned {
  readonly id: string;
  readonly dueAt: Date;
  readonly gathered: boolean;
}

/** The same for what waits and has not been tried, by what the person has chosen since. */
export async function replanDeliveries(
  db: Queries,
  { userId, now }: Omit<Occasion, 'event'>,
): Promise<Replanned[]> {
  const waiting = await queryRows(
    db,
    waitingRow,
    sql`SELECT d.id, n.event, d.created_at AS "createdAt", ${timingColumns}
      FROM notification_deliveries d
      JOIN notifications n ON n.id = d.notification_id
      JOIN notification_channels c ON c.id = d.channel_id
      LEFT JOIN notification_quiet_hours q ON q.user_id = c.user_id
      WHERE d.user_id = ${userId} AND d.status = 'pending' AND d.attempts = 0`,
  );
  return waiting.map(({ id, event, createdAt, ...timing }) => ({
    id,
    ...planOne(timing, { at: createdAt, event, now }),
  }));
}

interface Moment {
  readonly at: Date;
  readonly event: string;
  readonly now: Date;
}

function planOne(timing: ChannelTiming, { at, event, now }: Moment) {
  const due = dueAt({
    at,
    isUrgent: isUrgent(event),
    digest: digestOf(timing),
    quiet: quietOf(timing),
  });
  return {
    // What was held back for too long goes now.
    dueAt: due > now ? due : now,
    // What waits goes together; of webhooks each is told by itself.
    gathered: timing.kind === 'mail' && due > at,
  };
}

function quietOf({ fromMinute, toMinute, timeZone }: ChannelTiming): QuietHours | undefined {
  if (fromMinute === null || toMinute === null || timeZone === null) return undefined;
  return { fromMinute, toMinute, timeZone };
}
