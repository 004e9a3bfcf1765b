import type { Middleware, ParameterizedContext } from 'koa';
import type { Logger } from '../../platform/lib/logger.js';
import type { Actor } from '../ports.js';
import type { RecordFacts, Route } from '../route.js';

/** What the middleware hands on about one request. */
export interface ApiState {
  requestId: string;
  log: Logger;
  /** The pattern, not the path: fit for counting. */
  route?: string;
  actor?: Actor;
  /** What its route is called on record. */
  audited?: Route['audit'];
  /** What its handler told for the record. */
  told?: RecordFacts;
  /** Of the session that came with it. */
  csrfToken?: string;
  /** Where it comes from, proxies of ours looked through. */
  address: string;
  /** Code of the problem answered, for the log line. */
  problem?: string;
  /** What was thrown, where the answer hides it. */
  err?: unknown;
}

export type ApiMiddleware = Middleware<ApiState>;
export type ApiRequest = ParameterizedContext<ApiState>;
