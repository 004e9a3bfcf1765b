import { z } from 'zod';
import type { KeyView } from '../../areas/accounts/index.js';
import { allScopes } from '../scopes.js';
import { limitsSchema, limitsWish, toLimitsBody } from './limits.js';
import { nextCursorSchema } from './page.js';
import { timeQuery, timeSchema, toTime } from './time.js';

export const keySchema = z
  .object({
    id: z.string(),
    user_id: z.string().describe('Whose it is.'),
    name: z.string(),
    prefix: z.string().describe('The first characters of the key.'),
    scopes: z.array(z.string()),
    created_at: timeSchema,
    rotated_at: timeSchema.nullable(),
    expires_at: timeSchema.nullable(),
    last_used_at: timeSchema.nullable().describe('To the minute.'),
    revoked_at: timeSchema.nullable(),
    previous_until: timeSchema
      .nullable()
      .describe('Until when the key before the last rotation is taken besides.'),
    limits: limitsSchema,
  })
  .meta({ id: 'ApiKey' });

export const keyExample: z.infer<typeof keySchema> = {
  id: 'k_9a8b7c6d5e4f3021',
  user_id: 'u_5f0c7c1e3a0e4f57',
  name: 'home server',
  prefix: 'wf_3kQ9xTz',
  scopes: ['sync:read', 'sync:run'],
  created_at: '2026-11-22T09:00:00.000Z',
  rotated_at: null,
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
  previous_until: null,
  limits: { per_minute: null, per_day: 10_000, per_month: null },
};

export const toKeyBody = (key: KeyView): z.infer<typeof keySchema> => ({
  id: key.id,
  user_id: key.userId,
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  created_at: key.createdAt.toISOString(),
  rotated_at: toTime(key.rotatedAt),
  expires_at: toTime(key.expiresAt),
  last_used_at: toTime(key.lastUsedAt),
  revoked_at: toTime(key.revokedAt),
  previous_until: toTime(key.previousUntil),
  limits: toLimitsBody(key.limits),
});

export const madeKeySchema = keySchema
  .extend({
    key: z
      .string()
      .nullable()
      .describe(
        'Shown once. Null when the answer is given again for the same Idempotency-Key: it is stored nowhere; rotate the key if it got lost.',
      ),
  })
  .meta({ id: 'MadeApiKey' });

export const madeKeyExample: z.infer<typeof madeKeySchema> = {
  ...keyExample,
  key: 'wf_3kQ9xTz0mYb8Jf6Zr1cXv3nT5wK7uLdPsAeRgMiVoYt',
};

export const keysPageSchema = z
  .object({ items: z.array(keySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ApiKeyPage' });

const expiry = timeQuery.optional().describe('Without one it is good until it is revoked.');

const keyLimits = limitsWish.describe(
  'What is left out stays; more than is configured for all keys only administrators may allow.',
);

const keyName = z.string().trim().min(1).max(100).describe('For you to tell your keys apart.');

export const keyChangeSchema = z
  .strictObject({ name: keyName.optional(), limits: keyLimits.optional() })
  .meta({ id: 'ApiKeyChange' });

export const newKeySchema = z
  .strictObject({
    name: keyName,
    scopes: z
      .array(z.enum(['*', ...allScopes]))
      .min(1)
      .max(100)
      .describe('`*` stands for all; no more than the key or session that asks has itself.'),
    expires_at: expiry,
    limits: keyLimits.optional(),
  })
  .meta({ id: 'NewApiKey' });

export const rotationSchema = z
  .strictObject({
    overlap_hours: z
      .int()
      .min(0)
      .max(720)
      .default(24)
      .describe('How long the old key is taken besides the new one; 0 ends it at once.'),
    expires_at: timeQuery.optional().describe('As before when left out.'),
  })
  .meta({ id: 'ApiKeyRotation' });
