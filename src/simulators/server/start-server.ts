import { once, setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import Router from '@koa/router';
import Koa, { type Context } from 'koa';

import { Refusal, type Answer, type Route, type Service, type SimRequest } from './exchange.js';
import { createFaultControl, type Fault, type FaultControl } from './fault-control.js';

export interface ServerOptions {
  /** Default: loopback. */
  readonly host?: string | undefined;
  /** Default: a free one. */
  readonly port?: number | undefined;
  /** Mounts everything under a path such as `/trakt`. */
  readonly prefix?: string | undefined;
  /** Added to each answer. */
  readonly latencyMs?: number | undefined;
}

/** What every simulator's handle can do. */
export interface Simulator {
  /** Base address with prefix, without a trailing slash. */
  readonly url: string;
  /** Ends it; held and open connections are destroyed. */
  stop(): Promise<void>;
  /** Requests that arrived, per `METHOD /path/{pattern}`, refused and failed ones included. */
  counts(): Record<string, number>;
  resetCounts(): void;
  readonly faults: FaultControl;
}

const htmlPage =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>';
const unknownPattern = '(unknown)';
const maxBodyBytes = 8_000_000;

async function readBody(context: Context): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of context.req) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > maxBodyBytes) throw new Refusal({ status: 413 });
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function toRequest(
  context: Context,
  route: { pattern: string; prefix: string },
): Promise<SimRequest> {
  const params: unknown = context['params'];
  return {
    method: context.method,
    path: context.path,
    pattern: route.pattern,
    params: Object.fromEntries(
      Object.entries(params ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    query: new URLSearchParams(context.querystring),
    headers: context.headers,
    body: await readBody(context),
    address: context.ip,
    prefix: route.prefix,
  };
}

/** Carries the request out as the service would without faults. */
function respond(service: Service, route: Route | undefined, request: SimRequest): Answer {
  try {
    service.guard(request);
    return route === undefined ? service.unknownRoute(request) : route.handle(request);
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.answer;
    throw thrown;
  }
}

function toText(answer: Answer, service: Service): string {
  if (answer.text !== undefined) return answer.text;
  return answer.json === undefined ? '' : service.serialize(answer.json);
}

function write(context: Context, answer: Answer, text: string): void {
  context.status = answer.status;
  if (text === '') context.body = null;
  else {
    context.type =
      answer.json === undefined ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
    context.body = text;
  }
  context.status = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) context.set(name, value);
}

/** Answers nothing more; the socket goes now (`reset`) or when the client or `stop()` ends it (`time-out`). */
async function leaveUnanswered(context: Context, how: 'reset' | 'time-out'): Promise<void> {
  context.respond = false;
  const { socket } = context.req;
  if (how === 'reset') socket.destroy();
  if (!socket.destroyed) await once(socket, 'close');
}

async function breakConnectionHalfWay(
  context: Context,
  answer: Answer,
  text: string,
): Promise<void> {
  context.respond = false;
  context.res.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  context.res.write(text.slice(0, Math.floor(text.length / 2)));
  await wait(5);
  await leaveUnanswered(context, 'reset');
}

const statusFaultAnswer = (fault: Extract<Fault, { kind: 'status' }>): Answer => ({
  status: fault.status,
  headers: fault.headers,
  ...(typeof fault.body === 'string' ? { text: fault.body } : { json: fault.body }),
});

interface Exchange {
  readonly context: Context;
  readonly service: Service;
  /** Carries the request out; called at most once. */
  readonly apply: () => Answer;
}

async function misbehave({ context, service, apply }: Exchange, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'status': {
      const answer = statusFaultAnswer(fault);
      write(context, answer, toText(answer, service));
      return;
    }
    case 'html-200':
      write(context, { status: 200 }, htmlPage);
      return;
    case 'torn-json': {
      const answer = apply();
      const text = toText(answer, service);
      if (fault.cutConnection === true) await breakConnectionHalfWay(context, answer, text);
      else write(context, { ...answer, json: null }, text.slice(0, Math.ceil(text.length / 2)));
      return;
    }
    case 'time-out':
    case 'reset':
      if (fault.afterApplying === true) apply();
      await leaveUnanswered(context, fault.kind);
      return;
    case 'clamp-page':
    case 'delay':
  }
}

const isPassing = (fault: Fault): boolean => fault.kind === 'delay' || fault.kind === 'clamp-page';

async function listen(server: Server, { host, port }: ServerOptions): Promise<string> {
  server.listen(port ?? 0, host ?? '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('A simulator listens on TCP only');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${String(address.port)}`;
}

function createApp(
  serve: (context: Context, route?: Route) => Promise<void>,
  routes: readonly Route[],
  prefix: string,
): Koa {
  const router = new Router();
  for (const route of routes) {
    const path = route.pattern.replaceAll(/\{(\w+)\}/g, ':$1');
    router.register(path, [route.method], (context) => serve(context, route));
  }
  const app = new Koa();
  app.silent = true;
  app.use(async (context, next) => {
    const isUnder =
      prefix === '' || context.path === prefix || context.path.startsWith(`${prefix}/`);
    if (!isUnder) {
      context.status = 404;
      return;
    }
    const path = context.path.slice(prefix.length);
    context.path = path === '' ? '/' : path;
    await next();
  });
  app.use(router.routes());
  app.use((context) => serve(context));
  return app;
}

/** `trakt/`, `/trakt` and `/trakt/` are the same; nothing and `/` are none. */
const toPrefix = (text = ''): string => `/${text}`.replaceAll(/\/+/g, '/').replace(/\/$/, '');

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Puts a service on a socket, with counts and faults. */
export async function startServer(service: Service, options: ServerOptions): Promise<Simulator> {
  const prefix = toPrefix(options.prefix);
  const faults = createFaultControl();
  const counts = new Map<string, number>();
  const stopping = new AbortController();
  // One listener for each request that is being delayed.
  setMaxListeners(0, stopping.signal);

  async function exchange(
    context: Context,
    route: Route | undefined,
    plain: SimRequest,
  ): Promise<void> {
    const found = faults.take(plain);
    const delay = found.reduce(
      (sum, fault) => sum + (fault.kind === 'delay' ? fault.ms : 0),
      options.latencyMs ?? 0,
    );
    if (delay > 0) await wait(delay, undefined, { signal: stopping.signal });
    const clamp = found.find((fault) => fault.kind === 'clamp-page');
    const request = clamp === undefined ? plain : { ...plain, maxLimit: clamp.limit };
    const apply = (): Answer => respond(service, route, request);
    const fault = found.find((candidate) => !isPassing(candidate));
    if (fault !== undefined) {
      await misbehave({ context, service, apply }, fault);
      return;
    }
    const answer = apply();
    write(context, answer, toText(answer, service));
  }

  async function serve(context: Context, route?: Route): Promise<void> {
    const pattern = route?.pattern ?? unknownPattern;
    const endpoint = `${context.method} ${pattern}`;
    counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
    const request = await toRequest(context, { pattern, prefix });
    const over = service.arrived?.(request);
    try {
      await exchange(context, route, request);
    } finally {
      over?.();
    }
  }

  const app = createApp(serve, service.routes, prefix);
  const handle = app.callback();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const url = await listen(server, options);
  return {
    url: url + prefix,
    faults,
    counts: () =>
      Object.fromEntries([...counts].sort(([left], [right]) => left.localeCompare(right))),
    resetCounts: () => {
      counts.clear();
    },
    stop: () => {
      stopping.abort();
      return close(server);
    },
  };
}
