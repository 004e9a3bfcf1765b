import { z } from 'zod';
import type { Channel, DeliveryView } from '../../areas/notifications/index.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { timeSchema, toTime } from './time.js';

const count = z.int().min(0);

export const channelParams = z.strictObject({
  id: z.string().regex(/^nc_[\da-f]{16}$/, 'expected the id of a notification channel'),
});

const nameSchema = z.string().trim().min(1).max(100);
const urlSchema = z
  .string()
  .min(1)
  .max(2_000)
  .describe('http or https, without user name and password.');

export const newChannelSchema = z
  .strictObject({ kind: z.literal('webhook').default('webhook'), name: nameSchema, url: urlSchema })
  .meta({ id: 'NewNotificationChannel' });

export const channelChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: urlSchema.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'NotificationChannelChange' });

export const channelSchema = z
  .object({
    id: z.string(),
    kind: z.literal('webhook'),
    name: z.string(),
    url: z.string(),
    enabled: z.boolean(),
    disabled_reason: z
      .string()
      .nullable()
      .describe('`gone`: the receiver answered 410, and it was switched off.'),
    previous_secret_until: timeSchema
      .nullable()
      .describe('Until then deliveries are signed with the secret before this one too.'),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'NotificationChannel' });
type ChannelBody = z.infer<typeof channelSchema>;

export const channelExample: ChannelBody = {
  id: 'nc_0f3b5a9c1d2e4f60',
  kind: 'webhook',
  name: 'home automation',
  url: 'https://hooks.example.org/watchflow',
  enabled: true,
  disabled_reason: null,
  previous_secret_until: null,
  created_at: '2026-11-22T09:00:00.000Z',
  updated_at: '2026-11-22T09:00:00.000Z',
};

export const channelWithSecretSchema = channelSchema
  .extend({
    secret: z
      .string()
      .nullable()
      .describe(
        'Standard Webhooks secret (`whsec_…`), shown this once; null when the answer is repeated.',
      ),
  })
  .meta({ id: 'NotificationChannelWithSecret' });

export const channelWithSecretExample: z.infer<typeof channelWithSecretSchema> = {
  ...channelExample,
  secret: 'whsec_…',
};

export const channelsSchema = z
  .object({ items: z.array(channelSchema) })
  .meta({ id: 'NotificationChannels' });

export const toChannelBody = ({
  disabledReason,
  previousSecretUntil,
  createdAt,
  updatedAt,
  ...same
}: Channel): ChannelBody => ({
  ...same,
  disabled_reason: disabledReason,
  previous_secret_until: toTime(previousSecretUntil),
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const deliveryStatus = z.enum(['pending', 'sent', 'failed']);

export const deliverySchema = z
  .object({
    id: z.string().describe('The `webhook-id` it is sent under.'),
    event: z.string(),
    status: deliveryStatus,
    attempts: count,
    next_attempt_at: timeSchema.nullable(),
    last_attempt_at: timeSchema.nullable(),
    last_status: z.int().nullable().describe('HTTP status of the last answer, if there was one.'),
    last_error: z
      .string()
      .nullable()
      .describe(
        '`refused`, `timeout`, `unreachable`, `private-address`, `gone`, `channel-off` or `nothing-to-say`.',
      ),
    created_at: timeSchema,
    finished_at: timeSchema.nullable(),
  })
  .meta({ id: 'NotificationDelivery' });
type DeliveryBody = z.infer<typeof deliverySchema>;

export const deliveryExample: DeliveryBody = {
  id: 'msg_5f0c2f6f0a6f4f0e9d3c1b2a39485766',
  event: 'run.failed',
  status: 'pending',
  attempts: 2,
  next_attempt_at: '2026-11-22T09:01:00.000Z',
  last_attempt_at: '2026-11-22T09:00:30.000Z',
  last_status: 503,
  last_error: 'refused',
  created_at: '2026-11-22T09:00:00.000Z',
  finished_at: null,
};

export const deliveriesQuery = pageQuery.extend({ status: deliveryStatus.optional() });

export const deliveriesPageSchema = z
  .object({ items: z.array(deliverySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'NotificationDeliveries' });

export const toDeliveryBody = (delivery: DeliveryView): DeliveryBody => ({
  id: delivery.id,
  event: delivery.event,
  status: delivery.status,
  attempts: delivery.attempts,
  next_attempt_at: toTime(delivery.nextAttemptAt),
  last_attempt_at: toTime(delivery.lastAttemptAt),
  last_status: delivery.lastStatus,
  last_error: delivery.lastError,
  created_at: delivery.createdAt.toISOString(),
  finished_at: toTime(delivery.finishedAt),
});
