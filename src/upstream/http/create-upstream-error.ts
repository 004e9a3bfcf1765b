import type { CallIdentity } from './exchange.js';
import { UpstreamError, type AccountLimit, type UpstreamErrorKind } from './upstream-error.js';

export interface Failure {
  readonly kind: UpstreamErrorKind;
  readonly status?: number | undefined;
  readonly retryAfter?: number | undefined;
  readonly limit?: AccountLimit | undefined;
  /** The service's own words; cut to 200 characters here. */
  readonly description?: string | undefined;
  /** Overrides what the kind says, e.g. when the request provably never left. */
  readonly unclear?: boolean | undefined;
}

const kindsOfUnknownOutcome: ReadonlySet<UpstreamErrorKind> = new Set([
  'unavailable',
  'timeout',
  'malformed',
]);

/** The one place where an `UpstreamError` is made. It gets no `cause`: axios errors hold headers and tokens. */
export function createUpstreamError(call: CallIdentity, failure: Failure): UpstreamError {
  const description = shorten(failure.description);
  const unclear = call.isWrite && (failure.unclear ?? kindsOfUnknownOutcome.has(failure.kind));
  const said = [
    failure.status === undefined ? undefined : `status ${failure.status}`,
    description,
    failure.retryAfter === undefined ? undefined : `wait ${failure.retryAfter} s`,
  ].filter((part) => part !== undefined);
  const detail = said.length === 0 ? '' : ` (${said.join('; ')})`;
  return new UpstreamError(`${call.service} ${call.endpoint}: ${failure.kind}${detail}`, {
    service: call.service,
    kind: failure.kind,
    endpoint: call.endpoint,
    status: failure.status,
    retryAfter: failure.retryAfter,
    description,
    limit: failure.limit,
    unclear,
  });
}

function shorten(text: string | undefined): string | undefined {
  const plain = text?.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (plain === undefined || plain === '') return undefined;
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}
