import type { ApiMiddleware } from './api-state.js';

const always = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** No CORS header is ever set: pages of other origins read nothing. Pages of ours loosen the policy for themselves. */
export const securityHeaders =
  (publicUrl: URL): ApiMiddleware =>
  async (ctx, next) => {
    ctx.set(always);
    if (publicUrl.protocol === 'https:') ctx.set('strict-transport-security', 'max-age=31536000');
    await next();
  };
