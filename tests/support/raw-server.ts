import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the server does with a request. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** Held back until this settles. */
      readonly after?: Promise<unknown> | undefined;
    }
  /** The connection is destroyed without an answer. */
  | { readonly kind: 'reset' }
  /** Nothing ever comes. */
  | { readonly kind: 'hang' }
  /** The connection is destroyed halfway through the body. */
  | { readonly kind: 'cut' };

export interface SeenRequest {
  readonly method: string;
  /** With query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Respond = (request: SeenRequest, index: number) => Reply;

export interface RawServer {
  /** Without trailing slash. */
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

export const answer = (status: number, body = '', headers: Headers = {}): Reply => ({
  kind: 'answer',
  status,
  headers,
  body,
});

export const json = (body: unknown, headers: Headers = {}, status = 200): Reply =>
  answer(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

export const html = (status: number, headers: Headers = {}): Reply =>
  answer(status, '<!DOCTYPE html><html><body>blocked</body></html>', {
    'content-type': 'text/html; charset=UTF-8',
    ...headers,
  });

/** One reply after the other; a request too many gets a status no client expects. */
export const inOrder =
  (...replies: readonly Reply[]): Respond =>
  (_request, index) =>
    replies[index] ?? answer(418, 'one request too many');

/** A server that says exactly what a test wants it to say, on loopback and a free port. */
export async function startRawServer(respond: Respond): Promise<RawServer> {
  const seen: SeenRequest[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const { method = '', url = '', headers } = request;
    const latest = { method, url, headers, body };
    const index = seen.push(latest) - 1;
    await send(respond(latest, index), response);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(reply: Reply, response: ServerResponse): Promise<void> {
  switch (reply.kind) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('[{"id":1', () => response.destroy());
      return;
    case 'answer':
      await reply.after;
      response.writeHead(reply.status, reply.headers).end(reply.body);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString('utf8');
}
