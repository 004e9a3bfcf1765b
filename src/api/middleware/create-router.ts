import { Router, type RouterMiddleware } from '@koa/router';
import type { AccountsPort } from '../ports.js';
import { Problem } from '../problem.js';
import type { ApiContext, Reply, Route } from '../route.js';
import { serialise } from '../serialise.js';
import type { ApiMiddleware, ApiRequest, ApiState } from './api-state.js';
import { authenticate } from './authenticate.js';
import type { CountRequest } from './rate-limit.js';
import { createReadBody } from './read-body.js';

interface RouterDeps {
  readonly routes: readonly Route[];
  readonly accounts: AccountsPort;
  readonly countRequest: CountRequest;
  readonly context: ApiContext;
}

/** Finds the route of a request and takes it through its door: key, rate, scope, body, handler. */
export function createRouter({
  routes,
  accounts,
  countRequest,
  context,
}: RouterDeps): Router<ApiState> {
  const router = new Router<ApiState>();
  const readBody = createReadBody();
  for (const route of routes) {
    const steps: ApiMiddleware[] = [
      async (ctx, next) => {
        ctx.state.route = route.path;
        await next();
      },
    ];
    if (route.access !== 'public')
      steps.push(authenticate({ accounts, countRequest, scope: route.access }));
    if (route.input.body !== undefined) steps.push(readBody);
    router.register(toRouterPath(route.path), [route.method], [...steps, handle(route, context)]);
  }
  return router;
}

const toRouterPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const handle =
  (route: Route, context: ApiContext): RouterMiddleware<ApiState> =>
  async (ctx) => {
    const reply = await route.answer(
      {
        params: ctx.params,
        query: { ...ctx.query },
        body: ctx.request.body,
        headers: ctx.headers,
        actor: ctx.state.actor,
        log: ctx.state.log,
      },
      context,
    );
    write(ctx, reply);
  };

function write(ctx: ApiRequest, { status, headers = {}, body, content }: Reply): void {
  ctx.status = status;
  ctx.set(headers);
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
