import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { once } from 'node:events';
import { Problem, toProblemBody } from './problem.js';
import { serialise } from './serialise.js';
import { withinDeadline } from '../platform/lib/within-deadline.js';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface RunningApi {
  readonly url: string;
  /** Takes no more requests, waits for those under way, and cuts them off after the deadline (default 10 s). Safe to repeat. */
  stop(options?: { readonly deadlineMs?: number }): Promise<void>;
}

/** A file of some size comes in over a slow line. */
const tenMinutes = 600_000;

/** Serves until stopped. Rejects when the address cannot be had. */
export async function listen(
  callback: RequestListener,
  { host, port }: ListenOptions,
): Promise<RunningApi> {
  const running = new Set<ServerResponse>();
  const server = createServer(
    { headersTimeout: 60_000, requestTimeout: tenMinutes },
    (request, response) => {
      running.add(response);
      response.once('close', () => running.delete(response));
      callback(request, response);
    },
  );
  server.on('clientError', answerUnreadable);
  server.listen(port, host);
  await once(server, 'listening');
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(server.address(), host),
    stop: ({ deadlineMs = 10_000 } = {}) => (stopping ??= close({ server, running, deadlineMs })),
  };
}

interface Closing {
  readonly server: Server;
  readonly running: ReadonlySet<ServerResponse>;
  readonly deadlineMs: number;
}

async function close({ server, running, deadlineMs }: Closing): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection kept alive would take the next request and never end.
  for (const response of running)
    if (!response.headersSent) response.setHeader('connection', 'close');
  try {
    await withinDeadline(closed, deadlineMs);
  } catch {
    server.closeAllConnections();
    await closed;
  }
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === 'string') return `http://${host}`;
  const isEverywhere = address.address === '0.0.0.0' || address.address === '::';
  const name = isEverywhere ? '127.0.0.1' : address.address;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

/** What Node cannot read as HTTP never reaches the middleware. */
function answerUnreadable(error: Error, socket: Duplex): void {
  if ('code' in error && error.code === 'ECONNRESET') return;
  if (!socket.writable) return;
  const problem = new Problem('malformed-request', 'The request could not be read as HTTP.');
  const body = serialise(toProblemBody(problem, 'none'));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
