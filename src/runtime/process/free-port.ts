import { createServer } from 'node:net';
import { codeOf } from '../../platform/lib/code-of.js';

/**
 * A TCP port nobody listens on at this moment, on 127.0.0.1: the given one – throws when it is taken – or any. Somebody may
 * take it before it is used: be ready to try again.
 */
export function freePort(given?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const isTaken = given !== undefined && codeOf(error) === 'EADDRINUSE';
      reject(isTaken ? new Error(takenText(given), { cause: error }) : error);
    });
    server.listen(given ?? 0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

const takenText = (port: number): string =>
  `port ${port} of 127.0.0.1 is taken by another program: end it, or set another port`;
