import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Wish } from './fill.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Sender {
  send(wish: Wish): Promise<Answer>;
  close(): void;
}

/** How long a stream of events is listened to. */
const listenMs = 400;
const patienceMs = 20_000;

/** Speaks HTTP without a client's help: nothing is put right on the way. */
export function createSender(baseUrl: string): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const { hostname, port } = new URL(baseUrl);
  const open = (wish: Wish): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, url, headers, body } = wish;
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { agent, hostname, port, method, path: url, timeout: patienceMs };
      const request = httpRequest({ ...options, headers: { ...headers, ...length } }, resolve);
      request.once('timeout', () =>
        request.destroy(new Error(`no answer to ${method} ${url} in ${patienceMs} ms`)),
      );
      request.once('error', (error: Error & { readonly code?: string }) => {
        // Closed at the other end for having rested too long, just as it was used again: nothing was read of this request.
        if (request.reusedSocket && error.code === 'ECONNRESET') open(wish).then(resolve, reject);
        else reject(error);
      });
      request.end(body);
    });

  return {
    async send(wish) {
      const response = await open(wish);
      const { statusCode: status = 0, headers } = response;
      return { status, headers, text: await read(response) };
    },
    close() {
      agent.destroy();
    },
  };
}

/** The whole answer; of a stream of events what comes at first. */
async function read(response: IncomingMessage): Promise<string> {
  const isStream = (response.headers['content-type'] ?? '').startsWith('text/event-stream');
  const leaving = isStream ? setTimeout(() => response.destroy(), listenMs) : undefined;
  const pieces: Buffer[] = [];
  try {
    for await (const piece of response) pieces.push(Buffer.from(piece as Uint8Array));
  } catch (error) {
    if (!isStream) throw error;
  } finally {
    clearTimeout(leaving);
  }
  return Buffer.concat(pieces).toString('utf8');
}
