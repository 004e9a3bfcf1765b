import type { RawAnswer } from './exchange.js';
import type { AccountLimit, UpstreamErrorKind } from './upstream-error.js';

/** What a service's client makes of an answer of 400 and above. */
export interface Verdict {
  readonly kind: UpstreamErrorKind;
  readonly description?: string | undefined;
  /** Seconds to wait where the service is known to mean it without saying so. */
  readonly retryAfter?: number | undefined;
  readonly limit?: AccountLimit | undefined;
}

export type JudgeAnswer = (answer: RawAnswer) => Verdict;

const kinds: Readonly<Record<number, UpstreamErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  420: 'account-limit',
  423: 'account-locked',
  426: 'vip-only',
  429: 'rate-limited',
};

/** What both services mean by a status; their clients look closer at 401, 403, 404 and 500. */
export function kindOfStatus(status: number): UpstreamErrorKind {
  if (status >= 500) return 'unavailable';
  if (status < 400) return 'malformed';
  return kinds[status] ?? 'rejected';
}
