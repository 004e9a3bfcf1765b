import { Router, type RouterContext, type RouterMiddleware } from '@koa/router';
import { Problem } from '../problem.js';
import type { ApiContext, Caller, RawRequest, Reply, Route } from '../route.js';
import { serialise } from '../serialise.js';
import type { ApiMiddleware, ApiRequest, ApiState } from './api-state.js';
import { telling } from './audit-requests.js';
import { assertSameOrigin, isUnsafe } from './assert-same-origin.js';
import { authenticate, recognise, type AuthenticateDeps } from './authenticate.js';
import type { CountKeyRequest, CountRequest } from './rate-limit.js';
import { assertFile, createReadBody } from './read-body.js';
import { repeatSafely } from './repeat-safely.js';

interface Door extends AuthenticateDeps {
  /** Of routes whose rate is that of records. */
  readonly countRecords: CountRequest;
  readonly countKeyRecords: CountKeyRequest;
}

interface RouterDeps {
  readonly routes: readonly Route[];
  readonly door: Door;
  readonly context: ApiContext;
}

/** Finds the route of a request and takes it through its door: key or session, rate, scope, body, handler. */
export function createRouter({ routes, door, context }: RouterDeps): Router<ApiState> {
  const router = new Router<ApiState>();
  for (const route of routes) {
    const steps: ApiMiddleware[] = [
      async (ctx, next) => {
        ctx.state.route = route.path;
        ctx.state.audited = route.audit;
        await next();
      },
    ];
    steps.push(doorTo(route, door));
    if (route.input.body !== undefined) steps.push(createReadBody(route.bodyLimitBytes));
    if (route.upload !== undefined) steps.push(assertFile(route.upload));
    router.register(toRouterPath(route.path), [route.method], [...steps, handle(route, context)]);
  }
  return router;
}

function doorTo({ access, recognises = false, rate = 'usual' }: Route, door: Door): ApiMiddleware {
  const { countRecords, countKeyRecords, ...usual } = door;
  const counts =
    rate === 'records' ? { countRequest: countRecords, countKeyRequest: countKeyRecords } : {};
  if (access !== 'public') return authenticate({ ...usual, ...counts }, access);
  return recognises ? recognise(door) : openTo(door);
}

const toRouterPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Everybody, but not through a page of another site: that could sign a person in as somebody else. */
const openTo =
  ({ publicUrl }: AuthenticateDeps): ApiMiddleware =>
  async (ctx, next) => {
    if (isUnsafe(ctx.method)) assertSameOrigin(ctx, publicUrl);
    await next();
  };

const handle =
  (route: Route, context: ApiContext): RouterMiddleware<ApiState> =>
  async (ctx) => {
    const request = requestOf(ctx);
    const carryOut = () => route.answer(request, context);
    const { idempotency } = route;
    const { repeats } = context.accounts;
    const reply =
      idempotency === undefined
        ? await carryOut()
        : await repeatSafely({ route, idempotency, request, repeats, carryOut });
    write(ctx, reply);
  };

const requestOf = (ctx: RouterContext<ApiState>): RawRequest => ({
  params: ctx.params,
  query: { ...ctx.query },
  body: ctx.request.body,
  headers: ctx.headers,
  actor: ctx.state.actor,
  csrfToken: ctx.state.csrfToken,
  caller: callerOf(ctx),
  log: ctx.state.log,
  stream: ctx.req,
  tell: telling(ctx.state),
});

const callerOf = (ctx: ApiRequest): Caller => ({
  address: ctx.state.address,
  userAgent: ctx.get('user-agent').slice(0, 300),
  requestId: ctx.state.requestId,
});

function write(ctx: ApiRequest, { status, headers = {}, body, content }: Reply): void {
  ctx.status = status;
  ctx.set(headers);
  if (body === undefined && content === undefined) {
    ctx.body = null;
    // Koa makes it 204 where a status could have a body.
    ctx.status = status;
    return;
  }
  ctx.type = content?.type ?? 'application/json';
  ctx.body = content?.data ?? serialise(body);
}

/** Reached when no route took the request. */
export const refuseUnknown =
  (router: Router<ApiState>): ApiMiddleware =>
  (ctx) => {
    const methods = new Set(
      router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods),
    );
    if (methods.size === 0) {
      throw new Problem(
        'route-not-found',
        `There is nothing at ${ctx.path.slice(0, 200)}; /docs lists what there is.`,
      );
    }
    const allow = [...methods].join(', ');
    throw new Problem('method-not-allowed', `This path takes ${allow}, not ${ctx.method}.`, {
      headers: { allow },
    });
  };
