import { z } from 'zod';
import type {
  Channel,
  ChannelChange,
  ChannelWish,
  DeliveryView,
} from '../../areas/notifications/index.js';
import { digestSchema, toDigest, toDigestBody } from './digest.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { timeSchema, toTime } from './time.js';

const count = z.int().min(0);

export const channelParams = z.strictObject({
  id: z.string().regex(/^nc_[\da-f]{16}$/, 'expected the id of a notification channel'),
});

export const deliveryParams = channelParams.extend({
  delivery_id: z.string().regex(/^msg_[\da-f]{32}$/, 'expected the id of a delivery'),
});

const kindSchema = z.enum(['webhook', 'mail']);
const nameSchema = z.string().trim().min(1).max(100);
const urlSchema = z
  .string()
  .min(1)
  .max(2_000)
  .describe('Of a webhook: http or https, without user name and password.');
const addressSchema = z.string().min(3).max(254).describe('Of mail: where it goes.');

export const newChannelSchema = z
  .strictObject({
    kind: kindSchema.default('webhook'),
    name: nameSchema,
    url: urlSchema.optional(),
    address: addressSchema.optional(),
    digest: digestSchema.optional(),
  })
  .meta({ id: 'NewNotificationChannel' });

export const channelChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: urlSchema.optional(),
    digest: digestSchema.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'NotificationChannelChange' });

export const channelSchema = z
  .object({
    id: z.string(),
    kind: kindSchema,
    name: z.string(),
    url: z.string().nullable().describe('Of a webhook.'),
    address: z.string().nullable().describe('Of mail.'),
    enabled: z.boolean(),
    disabled_reason: z
      .string()
      .nullable()
      .describe(
        'Why it was switched off: `gone` (the receiver answered 410), `refused` (three mails in a row were refused for good) or `stopped` (by the link in a mail).',
      ),
    confirmed_at: timeSchema
      .nullable()
      .describe('Of mail: when its reader agreed. Before that nothing but the question is sent.'),
    digest: digestSchema,
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
  address: null,
  enabled: true,
  disabled_reason: null,
  confirmed_at: null,
  digest: { kind: 'immediate' },
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
        'Standard Webhooks secret (`whsec_…`), shown this once; null when the answer is repeated, and for mail.',
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

export const toChannelWish = ({
  digest,
  ...same
}: z.infer<typeof newChannelSchema>): ChannelWish => ({
  ...same,
  digest: digest && toDigest(digest),
});

export const toChannelChange = ({
  digest,
  ...same
}: z.infer<typeof channelChangeSchema>): ChannelChange => ({
  ...same,
  digest: digest && toDigest(digest),
});

export const toChannelBody = ({
  destination,
  disabledReason,
  confirmedAt,
  digest,
  previousSecretUntil,
  createdAt,
  updatedAt,
  ...same
}: Channel): ChannelBody => ({
  ...same,
  kind: destination.kind,
  url: destination.kind === 'webhook' ? destination.url : null,
  address: destination.kind === 'mail' ? destination.address : null,
  disabled_reason: disabledReason,
  confirmed_at: toTime(confirmedAt),
  digest: toDigestBody(digest),
  previous_secret_until: toTime(previousSecretUntil),
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const deliveryStatus = z.enum(['pending', 'sent', 'failed']);

export const deliverySchema = z
  .object({
    id: z
      .string()
      .describe('The `webhook-id`, or the first part of the Message-ID, it is sent under.'),
    event: z.string(),
    status: deliveryStatus,
    attempts: count,
    next_attempt_at: timeSchema.nullable(),
    last_attempt_at: timeSchema.nullable(),
    last_status: z
      .int()
      .nullable()
      .describe('Status of the last answer, of HTTP or SMTP, if there was one.'),
    last_error: z
      .string()
      .nullable()
      .describe(
        'Of any channel `timeout`, `unreachable`, `channel-off` or `nothing-to-say`; of webhooks `refused`, `private-address` or `gone`; of mail `deferred` (the server asks to come back), `address-refused`, `mail-refused`, and what the operator can mend: `sign-in-refused`, `sender-refused`, `tls` or `no-mail-server`.',
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
