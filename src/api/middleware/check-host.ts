import { Problem } from '../problem.js';
import type { ApiMiddleware } from './api-state.js';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A page on the internet may point its own name at 127.0.0.1 and then reach us as its own origin. Whoever comes by
 * loopback must therefore call us by a loopback name or by the name of PUBLIC_URL.
 */
export const checkHost =
  (publicUrl: URL): ApiMiddleware =>
  async (ctx, next) => {
    const host = ctx.get('host').replace(/:\d+$/, '').toLowerCase();
    const isServed = loopbackNames.has(host) || host === publicUrl.hostname;
    if (isLoopback(ctx.req.socket.localAddress) && !isServed) {
      throw new Problem(
        'host-not-served',
        'Use localhost, 127.0.0.1 or the host of PUBLIC_URL in the address.',
      );
    }
    await next();
  };

const isLoopback = (address = ''): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address);
