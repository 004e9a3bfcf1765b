import { z } from 'zod';
import {
  choosable,
  type NotificationSettings,
  type NotificationSettingsChange,
  type NotificationView,
} from '../../areas/notifications/index.js';
import { clockTime, toClockTime, toMinute, zoneOfClock } from './digest.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { timeSchema, toTime } from './time.js';

const count = z.int().min(0);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const notificationParams = z.strictObject({
  id: z.string().regex(/^[1-9]\d{0,17}$/, 'expected the id of a notification'),
});

export const inboxQuery = pageQuery.extend({
  unread: flag.optional().describe('Only those not read, or only those read.'),
  archived: flag.optional().describe('Those put away instead of the others.'),
});

export const notificationSchema = z
  .object({
    id: z.string(),
    event: z.string().describe('What kind of thing happened; stable.'),
    severity: z.enum(['info', 'warning', 'error']),
    title: z.string().describe("In the person's language, as the rest of the words."),
    body: z.string().describe('What happened.'),
    advice: z.string().describe('What to do about it.'),
    link: z.string().describe('Where to go on, relative to PUBLIC_URL.'),
    facts: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .describe('What the words were made from.'),
    created_at: timeSchema,
    read_at: timeSchema.nullable(),
    archived_at: timeSchema.nullable(),
  })
  .meta({ id: 'Notification' });
type NotificationBody = z.infer<typeof notificationSchema>;

export const notificationExample: NotificationBody = {
  id: '17',
  event: 'connection.needs-reauth',
  severity: 'error',
  title: 'Connect Trakt again',
  body: 'Trakt no longer accepts the access it gave us. Syncs rest until you connect the account again; your history is kept.',
  advice: 'Open the link, sign in at Trakt and agree.',
  link: '/api/v1/connections/trakt/auth/init?redirect=1',
  facts: { service: 'trakt' },
  created_at: '2026-11-22T09:00:00.000Z',
  read_at: null,
  archived_at: null,
};

export const toNotificationBody = ({
  data,
  createdAt,
  readAt,
  archivedAt,
  ...words
}: NotificationView): NotificationBody => ({
  ...words,
  facts: Object.fromEntries(
    Object.entries(data).map(([name, fact]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      fact,
    ]),
  ),
  created_at: createdAt.toISOString(),
  read_at: toTime(readAt),
  archived_at: toTime(archivedAt),
});

export const inboxPageSchema = z
  .object({
    items: z.array(notificationSchema),
    next_cursor: nextCursorSchema,
    unread: count.describe('In the whole inbox.'),
  })
  .meta({ id: 'Inbox' });

export const markSchema = z
  .strictObject({
    read: z.boolean().optional(),
    archived: z.boolean().optional().describe('Put away, or taken out again.'),
  })
  .meta({ id: 'NotificationMark' });

export const readAllSchema = z
  .object({ marked: count.describe('How many were unread.') })
  .meta({ id: 'NotificationsRead' });

const choiceSchema = z.object({ in_app: z.boolean(), webhook: z.boolean(), mail: z.boolean() });
const wishSchema = z.strictObject({
  in_app: z.boolean().optional(),
  webhook: z.boolean().optional(),
  mail: z.boolean().optional(),
});

const quietHoursSchema = z
  .strictObject({ from: clockTime, to: clockTime, time_zone: zoneOfClock })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'expected another time than from',
  })
  .describe(
    'In which no channel is used but for what is urgent (severity `error`); the rest waits until `to`. May cross midnight.',
  )
  .meta({ id: 'QuietHours' });
type QuietHoursBody = z.infer<typeof quietHoursSchema>;

export const notificationSettingsSchema = z
  .object({
    events: z.record(z.string(), choiceSchema).describe('By event.'),
    quiet_hours: quietHoursSchema.nullable(),
  })
  .meta({ id: 'NotificationSettings' });
type SettingsBody = z.infer<typeof notificationSettingsSchema>;

export const notificationSettingsChangeSchema = z
  .strictObject({
    events: z.partialRecord(z.enum(choosable), wishSchema).optional(),
    quiet_hours: quietHoursSchema.nullable().optional().describe('null: none.'),
  })
  .meta({ id: 'NotificationSettingsChange' });

export const notificationSettingsExample: SettingsBody = {
  events: {
    'run.failed': { in_app: true, webhook: true, mail: true },
    'plays.parked': { in_app: true, webhook: false, mail: true },
  },
  quiet_hours: { from: '22:30', to: '07:00', time_zone: 'Asia/Shanghai' },
};

export const toSettingsBody = ({ events, quietHours }: NotificationSettings): SettingsBody => ({
  events: Object.fromEntries(
    Object.entries(events).map(([event, { 'in-app': inApp, ...others }]) => [
      event,
      { in_app: inApp, ...others },
    ]),
  ),
  quiet_hours: quietHours && {
    from: toClockTime(quietHours.fromMinute),
    to: toClockTime(quietHours.toMinute),
    time_zone: quietHours.timeZone,
  },
});

export const toNotificationSettingsChange = ({
  events = {},
  quiet_hours: quietHours,
}: z.infer<typeof notificationSettingsChangeSchema>): NotificationSettingsChange => ({
  events: Object.fromEntries(
    Object.entries(events).map(([event, { in_app: inApp, ...others }]) => [
      event,
      { 'in-app': inApp, ...others },
    ]),
  ),
  quietHours: quietHours && toQuietHours(quietHours),
});

const toQuietHours = ({ from, to, time_zone: timeZone }: QuietHoursBody) => ({
  fromMinute: toMinute(from),
  toMinute: toMinute(to),
  timeZone,
});
