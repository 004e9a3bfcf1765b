import { z } from 'zod';
import { services, type ConnectionView } from '../../../areas/connections/index.js';
import { timeSchema, toTime } from '../time.js';

export const serviceSchema = z.enum(services);
export const serviceParams = z.object({ service: serviceSchema });

export const connectionSchema = z
  .object({
    service: serviceSchema,
    state: z
      .enum(['missing', 'connected', 'needs-reauth', 'app-blocked'])
      .describe(
        '`needs-reauth`: the service does not take our token any more, connect again. `app-blocked`: it does not serve the app of the operator, who has been told.',
      ),
    reason: z.string().nullable().describe('Why it is not `connected`.'),
    account_name: z.string().nullable().describe('What the service calls the person.'),
    method: z.enum(['configured', 'oauth', 'device', 'token']).nullable(),
    expires_at: timeSchema.nullable().describe('Of the token used now.'),
    renews_itself: z.boolean().describe('False: it ends at `expires_at` unless connected again.'),
    connected_at: timeSchema.nullable(),
  })
  .meta({ id: 'Connection' });

export const connectionExample: z.infer<typeof connectionSchema> = {
  service: 'trakt',
  state: 'connected',
  reason: null,
  account_name: 'sean',
  method: 'oauth',
  expires_at: '2026-11-29T09:00:00.000Z',
  renews_itself: true,
  connected_at: '2026-11-22T09:00:00.000Z',
};

export const connectionsSchema = z
  .object({ items: z.array(connectionSchema).describe('One for each service, made or not.') })
  .meta({ id: 'Connections' });

export const toConnectionBody = (view: ConnectionView): z.infer<typeof connectionSchema> => ({
  service: view.service,
  state: view.state,
  reason: view.reason,
  account_name: view.accountName,
  method: view.method,
  expires_at: toTime(view.expiresAt),
  renews_itself: view.renewsItself,
  connected_at: toTime(view.connectedAt),
});

export const personalTokenSchema = z
  .strictObject({
    access_token: z
      .string()
      .regex(/^[\x21-\x7e]{8,512}$/, 'expected the token as Bangumi shows it, without spaces'),
  })
  .meta({ id: 'PersonalToken' });

export const disconnectQuery = z.strictObject({
  purge: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: forget plays, runs and whose account it was; settings stay.'),
});

export const disconnectedSchema = z
  .object({
    service: serviceSchema,
    was_connected: z.boolean(),
    upstream: z
      .enum(['revoked', 'not-offered', 'failed'])
      .describe(
        'What became of the token at the service. `not-offered`: it knows no such call, or there was no token; `failed`: end the access there, or let it expire.',
      ),
    ledger: z.enum(['kept', 'forgotten']),
  })
  .meta({ id: 'Disconnected' });
