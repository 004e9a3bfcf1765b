import { z } from 'zod';
import type { Person, SessionView } from '../../areas/accounts/index.js';
import { personExample, personSchema, toPersonBody } from './account.js';
import { timeSchema } from './time.js';

export const credentialsSchema = z
  .strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000) })
  .meta({ id: 'Credentials' });

export const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().describe('The one this request came with.'),
    created_at: timeSchema,
    last_seen_at: timeSchema.describe('To the minute.'),
    expires_at: timeSchema.describe('At the latest; earlier when it is not used.'),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'Session' });

export const sessionExample: z.infer<typeof sessionSchema> = {
  id: 's_0f1e2d3c4b5a6978',
  current: true,
  created_at: '2026-11-22T09:00:00.000Z',
  last_seen_at: '2026-11-22T09:30:00.000Z',
  expires_at: '2026-12-22T09:00:00.000Z',
  address: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
};

export const toSessionBody = (
  session: SessionView,
  currentId: string | undefined,
): z.infer<typeof sessionSchema> => ({
  id: session.id,
  current: session.id === currentId,
  created_at: session.createdAt.toISOString(),
  last_seen_at: session.lastSeenAt.toISOString(),
  expires_at: session.expiresAt.toISOString(),
  address: session.address,
  user_agent: session.userAgent,
});

const csrfText = z.string().describe('Send it as `X-CSRF-Token` with whatever changes something.');

export const signedInSchema = z
  .object({ user: personSchema, session: sessionSchema, csrf_token: csrfText })
  .meta({ id: 'SignedIn' });

export const csrfExample = 'm0Yb8Jf6Zr1cXv3nT5wK7uLdPsAeRgMiVoYtHjEq2hQ';

export const signedInExample: z.infer<typeof signedInSchema> = {
  user: personExample,
  session: sessionExample,
  csrf_token: csrfExample,
};

export const toSignedIn = ({
  person,
  session,
  csrfToken,
}: {
  readonly person: Person;
  readonly session: SessionView;
  readonly csrfToken: string;
}): z.infer<typeof signedInSchema> => ({
  user: toPersonBody(person),
  session: toSessionBody(session, session.id),
  csrf_token: csrfToken,
});

export const sessionsSchema = z.object({ items: z.array(sessionSchema) }).meta({ id: 'Sessions' });

export const endedSchema = z
  .object({ ended: z.int().min(0).describe('How many sessions were ended.') })
  .meta({ id: 'SessionsEnded' });

export const meSchema = z
  .object({
    user: personSchema,
    via: z.enum(['key', 'session']),
    scopes: z.array(z.string()).describe('What this key or session may do.'),
    csrf_token: csrfText.nullable().describe('Null with a key, which needs none.'),
  })
  .meta({ id: 'Me' });
