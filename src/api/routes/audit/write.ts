import type { Sender } from '../../../areas/audit/index.js';
import {
  auditBatch,
  auditBatchExample,
  auditVerdictsExample,
  auditVerdictsSchema,
  toAuditVerdicts,
} from '../../contract/audit/write.js';
import { defineRoute } from '../../define-route.js';
import { toUnavailable } from '../../dependency-down.js';
import type { Actor, ApiPorts } from '../../ports.js';

const megabyte = 1024 * 1024;

const handIn = defineRoute({
  method: 'post',
  path: '/api/v1/audit/logs/batch',
  scope: 'audit:write',
  audit: 'audit.received',
  summary: 'Hand in records of another service',
  description:
    'Up to 1,000 records; the answer has a verdict for each, in their order, and comes when what it says is on the disk. Send the same again as often as you like: a record is known by its id, among those of your key, and is never changed. What a record says of its actor is your service’s word; its `source` is the key.',
  tags: ['Audit'],
  bodyLimitBytes: 32 * megabyte,
  rate: 'records',
  input: { body: auditBatch },
  bodyExample: auditBatchExample,
  responses: {
    200: { description: 'Verdicts.', schema: auditVerdictsSchema, example: auditVerdictsExample },
  },
  handler: async ({ actor, body, tell }, { auditLogs, accounts }) => {
    const sender = await senderOf(actor, accounts);
    tell({ target: { kind: 'audit-source', id: sender.source } });
    const verdicts = toAuditVerdicts(
      await orUnknown(auditLogs.takeIn({ sender, items: body.items.all })),
    );
    tell({ detail: verdicts.counts });
    return { status: 200, body: verdicts };
  },
});

async function senderOf(
  { userId, via }: Actor,
  { keys }: Pick<ApiPorts['accounts'], 'keys'>,
): Promise<Sender> {
  if (via.kind === 'session') return { userId, source: `person:${userId}`, service: null };
  const key = await keys.find(userId, via.keyId);
  return { userId, source: `key:${via.keyId}`, service: key?.name ?? null };
}

async function orUnknown<T>(taking: Promise<T>): Promise<T> {
  try {
    return await taking;
  } catch (error) {
    // The commit may have happened although its answer was lost.
    const unknown = 'What was sent may have been written or not; the same again does no harm.';
    throw toUnavailable(error, unknown) ?? error;
  }
}

export const writeAuditRoutes = [handIn];
