import { systemClock, type Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Answer, CallIdentity, UpstreamCall, UpstreamRequest } from './exchange.js';
import type { JudgeAnswer } from './kind-of-status.js';
import { pause } from './limits/abortable.js';
import { createLanes } from './limits/lanes.js';
import type { SharedLimits } from './limits/shared-limits.js';
import { createTurns, type RateGates } from './limits/turns.js';
import { toBaseUrl, toRequestUrl } from './request-url.js';
import { createSettleDelivery } from './settle-delivery.js';
import { createTransport, type Transport } from './transport.js';
import { UpstreamError, type CalledService } from './upstream-error.js';

/** How to behave on the wire; every member may be left out. */
export interface HttpOptions {
  /** Bounds one whole exchange, body included. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a read is tried again after a broken connection, 502, 503 or 504. Default 2. */
  readonly retries?: number | undefined;
  /** The wait before the first retry, jittered; each further one is four times as long. Default 250. */
  readonly retryDelayMs?: number | undefined;
  /** Calls in flight per user. Default 4. */
  readonly concurrency?: number | undefined;
  /** Sockets per host, all users together. Default 32. */
  readonly maxSockets?: number | undefined;
  /** Told of each request that left: its status, or what went wrong in a word. */
  readonly onExchange?: ((service: CalledService, outcome: number | string) => void) | undefined;
  /** Told of each wait for our own limits, in seconds, and whether the request could leave after it. */
  readonly onTurn?: ((service: CalledService, wait: TurnWait) => void) | undefined;
  /** The largest answer taken. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
}

export interface TurnWait {
  readonly seconds: number;
  readonly passed: boolean;
}

export interface HttpDeps {
  readonly service: CalledService;
  /** With or without path prefix and trailing slash. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Header values that must not show in an error although the service may echo them. */
  readonly secrets: readonly string[];
  readonly gates: RateGates;
  readonly shared?: SharedLimits | undefined;
  readonly judge: JudgeAnswer;
  readonly options?: HttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

/** Sends; knows nothing of what the answers mean. */
export interface UpstreamHttp {
  /**
   * Waits for its turn, sends, and returns the answer if its status is below 400 or one that the request takes. Otherwise throws `UpstreamError`; or the
   * reason of the caller's signal. Writes leave once at most.
   */
  send(call: UpstreamCall): Promise<Answer>;
  /** Closes the idle connections; calls in flight break. */
  destroy: () => void;
}

export function createHttp(deps: HttpDeps): UpstreamHttp {
  const { service, gates, log, clock = systemClock } = deps;
  const baseUrl = toBaseUrl(deps.baseUrl);
  const { retries = 2, retryDelayMs = 250, concurrency = 4 } = deps.options ?? {};
  const transport = openTransport(deps.options ?? {});
  const lanes = createLanes(concurrency);
  const turns = createTurns({ gates, clock, others: deps.shared?.holdsOf(service) });
  const settle = createSettleDelivery({ ...deps, turns, clock });
  const tellTurn = (wait: TurnWait): void => deps.options?.onTurn?.(service, wait);

  const sendOnce = async (identity: CallIdentity, call: UpstreamCall): Promise<Answer> => {
    const { request, access, options } = call;
    const url = toRequestUrl(baseUrl, request);
    await timeTurn(turns.take(identity, call), tellTurn);
    options?.meter?.count(service, identity.endpoint);
    const delivery = await transport.deliver({
      method: request.method,
      url,
      headers: {
        ...deps.headers,
        ...authorization(access.accessToken),
        ...bodyHeaders(request),
      },
      body: toBody(request),
      signal: options?.signal,
    });
    const outcome = 'answer' in delivery ? delivery.answer.status : delivery.fault.kind;
    deps.options?.onExchange?.(service, outcome);
    log.debug({ service, endpoint: identity.endpoint, outcome }, 'upstream request');
    return settle(identity, delivery, call);
  };

  const sendPatiently = async (call: UpstreamCall): Promise<Answer> => {
    const identity = identify(service, call);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await sendOnce(identity, call);
      } catch (thrown) {
        if (attempt >= retries || identity.isWrite || !isPassing(thrown)) throw thrown;
        const delay = Math.min(retryDelayMs * 4 ** attempt, longestRetryDelay);
        await pause(delay * (0.5 + Math.random()), call.options?.signal);
      }
    }
  };

  return {
    send: (call) =>
      lanes.run(call.access.limitKey, () => sendPatiently(call), call.options?.signal),
    destroy: () => {
      transport.destroy();
    },
  };
}

async function timeTurn(turn: Promise<void>, tell: (wait: TurnWait) => void): Promise<void> {
  const began = performance.now();
  let passed = false;
  try {
    await turn;
    passed = true;
  } finally {
    tell({ seconds: (performance.now() - began) / 1000, passed });
  }
}

/** In milliseconds; longer outages are the workflow's business. */
const longestRetryDelay = 4_000;

const openTransport = ({
  timeoutMs = 30_000,
  maxSockets = 32,
  maxBytes = 64 * 1024 * 1024,
}: HttpOptions): Transport => createTransport({ timeoutMs, maxSockets, maxBytes });

const identify = (service: CalledService, { request }: UpstreamCall): CallIdentity => ({
  service,
  endpoint: `${request.method} ${request.path}`,
  isWrite: request.method !== 'GET' && request.readsOnly !== true,
});

/** Without a token the header is left out: a dead one turns public reads into 401. */
const authorization = (accessToken: string): Record<string, string> =>
  accessToken === '' ? {} : { authorization: `Bearer ${accessToken}` };

// Bangumi compares the type as text: no charset (Bangumi API notes, base facts).
function bodyHeaders({ body, form }: UpstreamRequest): Record<string, string> {
  if (form !== undefined) return { 'content-type': 'application/x-www-form-urlencoded' };
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function toBody({ body, form }: UpstreamRequest): string | undefined {
  if (form !== undefined) return new URLSearchParams(form).toString();
  return body === undefined ? undefined : JSON.stringify(body);
}

/** Broken connections and overload; a service that names a time is left alone until then. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof UpstreamError) || thrown.kind !== 'unavailable') return false;
  const { status, retryAfter } = thrown.facts;
  return retryAfter === undefined && (status === undefined || [502, 503, 504].includes(status));
}
