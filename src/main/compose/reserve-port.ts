import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HttpConfig } from '../../platform/config/config.js';

export interface ReservedPort {
  /** With a port that is known. */
  readonly http: HttpConfig;
  /** Lets the API have it. Safe to repeat. */
  release(): Promise<void>;
}

/**
 * For `PORT=0`: links, webhooks and redirect addresses name the port long before the API listens on it, so it is chosen first,
 * and kept from others until then.
 */
export async function reservePort(http: HttpConfig): Promise<ReservedPort> {
  if (http.port !== 0) return { http, release: () => Promise.resolve() };
  const server = createServer();
  server.listen(0, http.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    http: { ...http, port },
    async release() {
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
