import Koa from 'koa';
import type { RequestListener } from 'node:http';
import type { Clock } from '../platform/lib/clock.js';
import type { Logger } from '../platform/lib/logger.js';
import { listen, type ListenOptions, type RunningApi } from './listen.js';
import { answerProblems } from './middleware/answer-problems.js';
import type { ApiState } from './middleware/api-state.js';
import { auditRequests } from './middleware/audit-requests.js';
import { callerAddress } from './middleware/caller-address.js';
import { checkHost } from './middleware/check-host.js';
import { createRouter, refuseUnknown } from './middleware/create-router.js';
import { logRequests } from './middleware/log-requests.js';
import { openMetrics } from './middleware/open-metrics.js';
import { createKeyLimit, createRateLimit } from './middleware/rate-limit.js';
import { createLimitBody } from './middleware/read-body.js';
import { securityHeaders } from './middleware/security-headers.js';
import { createOpenApiDocument } from './openapi/create-openapi-document.js';
import type { ApiPorts } from './ports.js';
import { allRoutes } from './routes/all-routes.js';
import { createSessionCookie, type SessionCookie } from './session-cookie.js';
import {
  createEventStreams,
  type EventStreams,
  type StreamSettings,
} from './streams/event-streams.js';
import { createPace } from './streams/pace.js';

export interface ApiDeps extends ApiPorts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  /** Where clients reach this API; its host is answered besides the loopback names. */
  readonly publicUrl: string;
  /** Proxies (addresses or CIDR ranges) whose `X-Forwarded-For` is believed; none unless told otherwise. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Opens the metrics, and nothing else, to who sends it as a bearer token. */
  readonly metricsToken?: string | undefined;
  /** Requests a key may make in a minute. Default 600. */
  readonly requestsPerMinute?: number | undefined;
  /** Of those that read and write translation records. Default 60,000. */
  readonly recordRequestsPerMinute?: number | undefined;
  readonly streaming?: StreamSettings | undefined;
  /** Others whose syncs are asked for at once where something shared has changed. Default 50. */
  readonly othersAsked?: number | undefined;
}

export interface Api {
  readonly callback: RequestListener;
  listen(options: ListenOptions): Promise<RunningApi>;
}

export function createApi({
  log,
  publicUrl,
  requestsPerMinute = 600,
  recordRequestsPerMinute = 60_000,
  trustedProxies = [],
  metricsToken,
  streaming,
  othersAsked = 50,
  ...ports
}: ApiDeps): Api {
  const address = new URL(publicUrl);
  const cookie = createSessionCookie(address);
  const streams = createEventStreams(streaming);
  const app = new Koa<ApiState>();
  const router = createRouter({
    routes: allRoutes,
    door: doorOf({ ...ports, requestsPerMinute, recordRequestsPerMinute, cookie, address }),
    context: {
      ...ports,
      cookie,
      document: createDocument(ports.version, address),
      publicUrl: address.href.replace(/\/$/, ''),
      streams,
      othersAsked,
      etaOf: createPace(ports),
    },
  });
  app
    .use(callerAddress(trustedProxies))
    .use(logRequests(log, ports.metrics.request))
    .use(securityHeaders(address))
    .use(auditRequests(ports.audit))
    .use(answerProblems);
  app
    .use(checkHost(address))
    .use(openMetrics(metricsToken, ports.metrics))
    .use(createLimitBody(allRoutes))
    .use(router.routes())
    .use(refuseUnknown(router));
  // Without a listener Koa prints to the console; what arrives here is a connection that broke while answering.
  app.on('error', (error: unknown) => {
    log.debug({ err: error }, 'answer not delivered');
  });
  const serve = app.callback();
  const callback: RequestListener = (request, response) => {
    serve(request, response).catch(() => response.destroy());
  };
  return {
    callback,
    listen: async (options) => endingStreams(await listen(callback, options), streams),
  };
}

/** Made when somebody first asks for it: it takes far longer than all else at start. */
function createDocument(version: string, { pathname: serverUrl }: URL): () => object {
  let document: object | undefined;
  return () => (document ??= createOpenApiDocument(allRoutes, { version, serverUrl }));
}

interface DoorParts extends Pick<ApiDeps, 'accounts' | 'usage' | 'clock'> {
  readonly requestsPerMinute: number;
  readonly recordRequestsPerMinute: number;
  readonly cookie: SessionCookie;
  readonly address: URL;
}

/** Sessions and addresses are counted in this process, keys over all of them. */
function doorOf({
  accounts,
  usage: { meter },
  clock,
  requestsPerMinute: usual,
  recordRequestsPerMinute: records,
  cookie,
  address: publicUrl,
}: DoorParts) {
  const keys = { meter, clock };
  return {
    accounts,
    countRequest: createRateLimit({ perMinute: usual }),
    countRecords: createRateLimit({ perMinute: records }),
    countKeyRequest: createKeyLimit({ ...keys, perMinute: usual, kind: 'usual' }),
    countKeyRecords: createKeyLimit({ ...keys, perMinute: records, kind: 'records' }),
    cookie,
    publicUrl,
  };
}

/** Streams of events would last as long as their listeners do. */
const endingStreams = (running: RunningApi, streams: EventStreams): RunningApi => ({
  ...running,
  async stop(options) {
    streams.endAll();
    return running.stop(options);
  },
});
