import type { Audit, AuditAction, AuditEntry } from '../../areas/audit/index.js';
import type { RecordFacts } from '../route.js';
import { toAuditActor } from '../to-audit-actor.js';
import type { ApiMiddleware, ApiRequest, ApiState } from './api-state.js';
import { replayed } from './repeat-safely.js';

const readOnly: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * One audit record for every request that may change something, under the name its route gives it, once its answer is known
 * and before it is sent: what was answered is written down. An answer given again changed nothing. Of somebody unknown only
 * what was let through is kept, and what a handler tells, or anybody could fill the table.
 */
export const auditRequests =
  (audit: Audit): ApiMiddleware =>
  async (ctx, next) => {
    await next();
    const { audited, told } = ctx.state;
    if (audited === undefined || audited === 'nothing') return;
    if (told === undefined && isOfNoInterest(ctx)) return;
    if (ctx.res.hasHeader(replayed)) return;
    await audit.record(toEntry(ctx, audited, told));
  };

const isOfNoInterest = (ctx: ApiRequest): boolean =>
  readOnly.includes(ctx.method) || (ctx.state.actor === undefined && ctx.status >= 400);

function toEntry(
  ctx: ApiRequest,
  audited: AuditAction,
  { actor: teller, detail, ...told }: RecordFacts = {},
): AuditEntry {
  const { actor, address, requestId, problem, route = '' } = ctx.state;
  const params: unknown = 'params' in ctx ? ctx['params'] : undefined;
  return {
    target: { kind: 'route', id: route },
    ...told,
    action: told.action ?? audited,
    actor: teller ?? toAuditActor(actor),
    outcome: outcomeOf(ctx.status),
    requestId,
    address,
    userAgent: ctx.get('user-agent'),
    detail: { ...detail, method: ctx.method, route, status: ctx.status, params, problem },
  };
}

function outcomeOf(status: number): AuditEntry['outcome'] {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}

/** What handlers tell of a request, gathered until its record is written. */
export const telling =
  (state: ApiState) =>
  (facts: RecordFacts): void => {
    state.told = { ...state.told, ...facts };
  };
