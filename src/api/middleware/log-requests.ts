import { randomUUID } from 'node:crypto';
import type { Logger } from '../../platform/lib/logger.js';
import type { Metrics } from '../../platform/observability/create-metrics.js';
import type { Actor } from '../ports.js';
import type { ApiMiddleware, ApiRequest } from './api-state.js';

/** Gives each request an id – the caller's own, if it is a sane one – and logs and counts it once, when it is answered. */
export const logRequests =
  (log: Logger, count: Metrics['request']): ApiMiddleware =>
  async (ctx, next) => {
    const requestId = saneId(ctx.get('x-request-id')) ?? randomUUID();
    ctx.state.requestId = requestId;
    ctx.state.log = log.child({ requestId });
    ctx.set('x-request-id', requestId);
    const start = performance.now();
    await next();
    const ms = performance.now() - start;
    logRequest(ctx, Math.round(ms));
    const { method, status, state } = ctx;
    count({
      method: knownMethods.has(method) ? method : 'other',
      route: state.route ?? 'none',
      status,
      ms,
    });
  };

/** Whatever a caller may think of would be a line of its own for ever. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const saneId = (given: string): string | undefined =>
  /^[\w.:-]{1,128}$/.test(given) ? given : undefined;

function logRequest({ state, method, status }: ApiRequest, ms: number): void {
  const { log, route = 'none', actor, problem, err } = state;
  const fields = {
    method,
    route,
    status,
    ms,
    actor: actor?.userId ?? null,
    ...viaOf(actor),
    ...(problem === undefined ? {} : { problem }),
    ...(err === undefined ? {} : { err }),
  };
  if (problem === 'internal-error') log.error(fields, 'request');
  else if (status >= 500) log.warn(fields, 'request');
  else log.info(fields, 'request');
}

function viaOf(actor: Actor | undefined): object {
  if (actor === undefined) return {};
  const { via } = actor;
  return via.kind === 'key' ? { key: via.keyId } : { session: via.sessionId };
}
