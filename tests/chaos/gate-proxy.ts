import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createLatch, type Gate } from './gate.js';

export interface HeldExchange {
  readonly method: string;
  readonly path: string;
  /** `request`: it does not arrive; `answer`: it is carried out, and the client does not hear of it. */
  readonly hold: 'request' | 'answer';
}

export interface GateProxy {
  readonly url: string;
  /** Holds the next such exchange. */
  close(exchange: HeldExchange): Gate;
  stop(): Promise<void>;
}

interface ClosedGate extends HeldExchange {
  readonly reach: () => void;
  readonly opened: Promise<void>;
}

/** Stands before a simulated service and can hold a request, or an answer, for as long as it takes to kill somebody. */
export async function startGateProxy(target: string): Promise<GateProxy> {
  const gates = new Set<ClosedGate>();
  const takeGate = ({ method, url }: IncomingMessage): ClosedGate | undefined => {
    const [path] = (url ?? '').split('?');
    const gate = [...gates].find((one) => one.method === method && one.path === path);
    if (gate !== undefined) gates.delete(gate);
    return gate;
  };
  const pass = async (question: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gate = takeGate(question);
    const body = await bodyOf(question);
    const waitAt = async (hold: HeldExchange['hold']): Promise<void> => {
      if (gate?.hold !== hold) return;
      gate.reach();
      await gate.opened;
    };
    await waitAt('request');
    const answer = await forward(target, question, body);
    await waitAt('answer');
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = createServer((question, response) => {
    pass(question, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close(exchange) {
      const reached = createLatch();
      const opened = createLatch();
      const gate = { ...exchange, reach: reached.release, opened: opened.released };
      gates.add(gate);
      return {
        reached: reached.released,
        open() {
          gates.delete(gate);
          opened.release();
          return Promise.resolve();
        },
      };
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

/** A question that was taken whole is carried out, whether or not whoever asked is still there. */
async function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const question = request(new URL(url ?? '/', target), { method: method ?? 'GET', headers });
  question.end(body);
  const [answer] = (await once(question, 'response')) as [IncomingMessage];
  return {
    status: answer.statusCode ?? 502,
    headers: answer.headers,
    body: await bodyOf(answer),
  };
}
