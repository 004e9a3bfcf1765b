import { z } from 'zod';
import type { AttemptView } from '../../../areas/connections/index.js';
import { timeSchema } from '../time.js';
import { serviceSchema } from './connection.js';
import { returnToSchema } from './return-to.js';

const flag = z.enum(['0', '1']).default('0');
const switchAccount = 'Lets the person sign in at the service as somebody else, where it can.';

export const initQuery = z.strictObject({
  redirect: flag.describe('`1`: answers 302 to the service instead of its address.'),
  return_to: returnToSchema.optional(),
  switch_account: flag.describe(switchAccount),
});

export const initSchema = z
  .strictObject({
    return_to: returnToSchema.optional(),
    switch_account: z.boolean().default(false).describe(switchAccount),
  })
  .meta({ id: 'ConnectRequest' });

export const begunSchema = z
  .object({
    authorization_url: z.string().describe('Where the browser of the person is to go.'),
    attempt_id: z.uuid(),
    expires_at: timeSchema.describe('Until then the person must have come back.'),
  })
  .meta({ id: 'ConnectBegun' });

const attemptId = '0b9a6c7e-1f2d-4c3b-8a5e-6d7f8a9b0c1d';

export const begunExample: z.infer<typeof begunSchema> = {
  authorization_url:
    'https://trakt.tv/oauth/authorize?response_type=code&client_id=…&redirect_uri=…&state=…',
  attempt_id: attemptId,
  expires_at: '2026-11-22T09:10:00.000Z',
};

export const attemptParams = z.object({ id: z.uuid() });

export const attemptSchema = z
  .object({
    attempt_id: z.uuid(),
    service: serviceSchema,
    kind: z.enum(['code', 'device']),
    status: z
      .enum([
        'pending',
        'exchanging',
        'other-account',
        'connected',
        'denied',
        'expired',
        'failed',
        'cancelled',
      ])
      .describe(
        '`pending`: the person has not come back. `exchanging`: tokens are being fetched. `other-account`: another account than before; accept or cancel.',
      ),
    reason: z
      .enum(['code-refused', 'app-blocked', 'service-away', 'interrupted'])
      .nullable()
      .describe('Of a failed attempt.'),
    account_name: z.string().nullable().describe('The account, as soon as it is known.'),
    user_code: z.string().nullable().describe('To be typed at `verification_url`.'),
    verification_url: z.string().nullable(),
    poll_interval: z.int().nullable().describe('Seconds between two looks that make sense.'),
    return_to: z.string().nullable(),
    expires_at: timeSchema,
  })
  .meta({ id: 'ConnectAttempt' });
type AttemptBody = z.infer<typeof attemptSchema>;

export const attemptExample: AttemptBody = {
  attempt_id: attemptId,
  service: 'trakt',
  kind: 'code',
  status: 'connected',
  reason: null,
  account_name: 'sean',
  user_code: null,
  verification_url: null,
  poll_interval: null,
  return_to: null,
  expires_at: '2026-11-22T09:10:00.000Z',
};

export const deviceExample: AttemptBody = {
  ...attemptExample,
  kind: 'device',
  status: 'pending',
  account_name: null,
  user_code: '1A2B3C4D',
  verification_url: 'https://trakt.tv/activate',
  poll_interval: 5,
};

export const toAttemptBody = (view: AttemptView): AttemptBody => ({
  attempt_id: view.id,
  service: view.service,
  kind: view.kind,
  status: view.status,
  reason: view.reason,
  account_name: view.accountName,
  user_code: view.userCode,
  verification_url: view.verificationUrl,
  poll_interval: view.pollInterval,
  return_to: view.returnTo,
  expires_at: view.expiresAt.toISOString(),
});

export const acceptSchema = z
  .strictObject({
    ledger: z
      .enum(['keep', 'forget'])
      .describe(
        '`keep`: the plays known so far stay, those of the other account come to them. `forget`: plays and runs are forgotten first; a sync under way is stopped.',
      ),
  })
  .meta({ id: 'AcceptAccount' });

/** What a service sends a browser back with; whatever else it adds is let pass, and what is not a text counts as missing. */
export const callbackQuery = z.object({
  state: z.string().max(500).optional().catch(undefined),
  code: z.string().max(2000).optional().catch(undefined),
  error: z.string().max(500).optional().catch(undefined),
});
