import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  createHttp,
  parseAnswer,
  type HttpOptions,
  type SharedLimits,
  type UpstreamHttp,
} from '../http/index.js';
import type { BangumiClient } from './bangumi-client.js';
import { createBangumiGate, type BangumiLimits } from './bangumi-limits.js';
import { collectionCalls } from './collection-calls.js';
import { judgeBangumiAnswer } from './judge-bangumi-answer.js';
import { subjectCalls } from './subject-calls.js';
import { userSchema } from './subject-schemas.js';

export interface BangumiClientDeps {
  /** With or without path prefix and trailing slash. */
  readonly apiUrl: string;
  /** See `bangumiUserAgent`. */
  readonly userAgent: string;
  readonly limits?: BangumiLimits | 'off' | undefined;
  /** Counts and waits shared with other processes; absent = kept in this client. */
  readonly shared?: SharedLimits | undefined;
  readonly http?: HttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

/** A `BangumiClient` that holds sockets open until `destroy`. */
export interface OpenBangumiClient extends BangumiClient {
  destroy: () => void;
}

/** Rates are kept per `access.limitKey`; `UpstreamError` is all that is thrown, besides the caller's own abort reason. */
export function createBangumiClient(deps: BangumiClientDeps): OpenBangumiClient {
  const http = openHttp(deps);
  return {
    readMe: async (access, options) => {
      const request = { method: 'GET', path: '/v0/me' } as const;
      return parseAnswer(await http.send({ request, access, options }), userSchema);
    },
    ...subjectCalls({ http, apiUrl: deps.apiUrl }),
    ...collectionCalls(http),
    destroy: http.destroy,
  };
}

function openHttp({
  apiUrl,
  userAgent,
  limits = {},
  shared,
  http,
  log,
  clock,
}: BangumiClientDeps): UpstreamHttp {
  const gate = createBangumiGate(limits, shared?.count);
  return createHttp({
    service: 'bangumi',
    baseUrl: apiUrl,
    headers: { accept: 'application/json', 'user-agent': userAgent },
    secrets: [],
    gates: { read: gate, write: gate },
    shared,
    judge: judgeBangumiAnswer,
    options: http,
    log,
    clock,
  });
}
