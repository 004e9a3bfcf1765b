import { z } from 'zod';
import type { KeyView } from '../../areas/accounts/index.js';
import { allScopes } from '../scopes.js';
import { nextCursorSchema } from './page.js';
import { timeQuery, timeSchema, toTime } from './time.js';

export const keySchema = z
  .object({
    id: z.string(),
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
  })
  .meta({ id: 'ApiKey' });

export const keyExample: z.infer<typeof keySchema> = {
  id: 'k_9a8b7c6d5e4f3021',
  name: 'home server',
  prefix: 'wf_3kQ9xTz',
  scopes: ['sync:read', 'sync:run'],
  created_at: '2026-11-22T09:00:00.000Z',
  rotated_at: null,
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
  previous_until: null,
};

export const toKeyBody = (key: KeyView): z.infer<typeof keySchema> => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  created_at: key.createdAt.toISOString(),
  rotated_at: toTime(key.rotatedAt),
  expires_at: toTime(key.expiresAt),
  last_used_at: toTime(key.lastUsedAt),
  revoked_at: toTime(key.revokedAt),
  previous_until: toTime(key.previousUntil),
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

export const newKeySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe('For you to tell your keys apart.'),
    scopes: z
      .array(z.enum(['*', ...allScopes]))
      .min(1)
      .max(100)
      .describe('`*` stands for all; no more than the key or session that asks has itself.'),
    expires_at: expiry,
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
