import { z } from 'zod';
import { auditActorKinds, auditOutcomes, type AuditRecord } from '../../../areas/audit/index.js';
import { nextCursorSchema } from '../page.js';
import { timeSchema } from '../time.js';

const textOrNull = z.string().nullable();
const object = z.record(z.string(), z.unknown());

export const auditRecordSchema = z
  .object({
    id: z.string().describe('In the order they came in.'),
    at: timeSchema,
    source: z
      .string()
      .describe(
        'Who wrote it down: `watchflow`; of what another service handed in `key:<id>`, or `person:<id>` of somebody signed in.',
      ),
    service: textOrNull.describe('The name its key had then.'),
    ref: textOrNull.describe('The id the other service gave it.'),
    actor_kind: z.enum(auditActorKinds),
    actor_id: textOrNull.describe('User id, or the name of a part of a service.'),
    actor_via: textOrNull.describe('`key:<id>`, `session:<id>`, `attempt:<id>`.'),
    concerns: textOrNull.describe(
      'The person it concerns besides; of another service’s record, who handed it in.',
    ),
    action: z.string(),
    target_kind: textOrNull,
    target_id: textOrNull,
    outcome: z.enum(auditOutcomes),
    request_id: textOrNull,
    workflow_id: textOrNull,
    address: textOrNull,
    user_agent: textOrNull,
    before: object.nullable().describe('What was changed, as it was.'),
    after: object.nullable(),
    detail: object,
  })
  .meta({ id: 'AuditRecord' });

const auditRecordExample: z.infer<typeof auditRecordSchema> = {
  id: '48213',
  at: '2026-11-22T09:00:00.000Z',
  source: 'watchflow',
  service: null,
  ref: null,
  actor_kind: 'user',
  actor_id: 'u_0f3b5a9c1d2e4f60',
  actor_via: 'session:s_9a1c2e4f60b35d7f',
  concerns: null,
  action: 'settings.changed',
  target_kind: 'settings',
  target_id: 'u_0f3b5a9c1d2e4f60',
  outcome: 'done',
  request_id: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293',
  workflow_id: null,
  address: '192.0.2.7',
  user_agent: 'Mozilla/5.0',
  before: { cron: '0 */6 * * *' },
  after: { cron: '0 4 * * *' },
  detail: { method: 'PUT', route: '/api/trakt/config', status: 200, version: 3 },
};

export const toRecordBody = ({
  id,
  at,
  ...rest
}: AuditRecord): z.infer<typeof auditRecordSchema> => ({
  ...rest,
  id: String(id),
  at: at.toISOString(),
});

export const auditPageSchema = z
  .object({ items: z.array(auditRecordSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'AuditRecordPage' });

export const auditPageExample: z.infer<typeof auditPageSchema> = {
  items: [auditRecordExample],
  next_cursor: null,
};
