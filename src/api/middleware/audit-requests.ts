import type { Audit, AuditEntry } from '../../areas/audit/index.js';
import type { ApiMiddleware, ApiRequest } from './api-state.js';
import { toAuditActor } from '../record.js';

const readOnly: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * One audit record for every request that may change something, once its answer is known and before it is sent: what
 * was answered is written down. Of somebody unknown only what was let through is kept, or anybody could fill the table.
 */
export const auditRequests =
  (audit: Audit): ApiMiddleware =>
  async (ctx, next) => {
    await next();
    const { route, actor } = ctx.state;
    if (readOnly.includes(ctx.method) || route === undefined) return;
    if (actor === undefined && ctx.status >= 400) return;
    await audit.record(toEntry(ctx, route));
  };

function toEntry(ctx: ApiRequest, route: string): AuditEntry {
  const { actor, address, requestId, problem } = ctx.state;
  const params: unknown = 'params' in ctx ? ctx['params'] : undefined;
  return {
    actor: toAuditActor(actor),
    action: `request.${ctx.method.toLowerCase()}`,
    target: { kind: 'route', id: route },
    outcome: outcomeOf(ctx.status),
    requestId,
    address,
    userAgent: ctx.get('user-agent'),
    detail: { status: ctx.status, params, problem },
  };
}

function outcomeOf(status: number): AuditEntry['outcome'] {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}
