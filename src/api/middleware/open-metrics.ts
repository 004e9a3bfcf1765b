import { createHash, timingSafeEqual } from 'node:crypto';
import type { Metrics } from '../../platform/observability/create-metrics.js';
import type { ApiMiddleware } from './api-state.js';

const path = '/api/v1/system/metrics';

/**
 * Answers the metrics to the operator's own token. Whose an API key is only the database can tell, and Prometheus shall hear that
 * the database is away.
 */
export function openMetrics(
  token: string | undefined,
  metrics: Pick<Metrics, 'render'>,
): ApiMiddleware {
  if (token === undefined)
    return async (_ctx, next) => {
      await next();
    };
  const wanted = digest(`Bearer ${token}`);
  return async (ctx, next) => {
    const isAsked = ctx.method === 'GET' && ctx.path === path;
    if (!isAsked || !timingSafeEqual(digest(ctx.get('authorization')), wanted)) {
      await next();
      return;
    }
    ctx.state.route = path;
    const { type, text } = await metrics.render();
    ctx.type = type;
    ctx.body = text;
  };
}

/** Of one length, whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
