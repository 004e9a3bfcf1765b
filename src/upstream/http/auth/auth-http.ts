import { systemClock, type Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { CallOptions } from '../call.js';
import { createHttp, type HttpOptions } from '../create-http.js';
import type { Answer, UpstreamRequest } from '../exchange.js';
import { createRateGate } from '../limits/rate-gate.js';
import type { UpstreamService } from '../upstream-error.js';
import { judgeAuthAnswer } from './judge-auth-answer.js';

/** No signal: a token request that is given up on the way may have spent a code or a refresh token. */
export type AuthCallOptions = Pick<CallOptions, 'meter'>;

export type AuthHttpOptions = Pick<HttpOptions, 'timeoutMs' | 'maxSockets' | 'onExchange'>;

export interface AuthHttpDeps {
  readonly service: UpstreamService;
  readonly authUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The app's own credentials; they are never shown. */
  readonly secrets: readonly string[];
  readonly http?: AuthHttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

export interface AuthRequest extends Pick<
  UpstreamRequest,
  'path' | 'body' | 'form' | 'readsOnly' | 'takes'
> {
  /** Codes, verifiers and tokens of this request. */
  readonly secrets: readonly string[];
  /** A 429 holds back the later requests of the same line only. Default: the endpoint's line. */
  readonly line?: string | undefined;
}

/** POSTs to an OAuth server: each leaves once at most, with time enough for a slow answer. */
export interface AuthHttp {
  post(request: AuthRequest, options?: AuthCallOptions): Promise<Answer>;
  now(): Date;
  destroy: () => void;
}

/** A lost answer costs the person a new sign-in, so waiting is cheap. */
const patientMs = 60_000;

export function openAuthHttp(deps: AuthHttpDeps): AuthHttp {
  const { service, authUrl, headers, secrets, log, clock = systemClock } = deps;
  const gate = createRateGate({ name: `${service}:auth`, rules: [], maxWaitSeconds: 0 });
  const http = createHttp({
    service,
    baseUrl: authUrl,
    headers,
    secrets,
    gates: { read: gate, write: gate },
    judge: judgeAuthAnswer,
    options: { timeoutMs: patientMs, concurrency: 32, maxBytes: 1024 * 1024, ...deps.http },
    log,
    clock,
  });
  return {
    post: ({ line, ...request }, options) =>
      http.send({
        request: { method: 'POST', ...request },
        access: { accessToken: '', limitKey: line ?? request.path },
        options,
      }),
    now: () => clock.now(),
    destroy: http.destroy,
  };
}
