import type { CalledService } from './upstream-error.js';

/** Counts requests as they leave, retries included. `endpoint` is `METHOD /path/pattern` without ids or query. */
export interface RequestMeter {
  count(service: CalledService, endpoint: string): void;
}

/** What every upstream call may be given besides its own arguments. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: RequestMeter | undefined;
}

/** On whose behalf a call is made. `limitKey` is our opaque user id: limits are kept per service and user. */
export interface Access {
  readonly accessToken: string;
  readonly limitKey: string;
}
