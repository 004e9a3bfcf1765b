import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { ConnectionMissingError, NeedsReauthError } from '../areas/connections/index.js';
import { TornReadError } from '../areas/history/index.js';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/http/index.js';
import type { FailureDetails } from '../workflows/contract.js';

/** The one place that decides whether asking again can help. `true`: it cannot, a person or time must change something first. */
const isFinal: Record<UpstreamErrorKind, boolean> = {
  unauthorized: true,
  forbidden: true,
  'app-blocked': true,
  'edge-blocked': true,
  'not-found': true,
  rejected: true,
  'account-limit': true,
  'account-locked': true,
  'vip-only': true,
  'rate-limited': false,
  unavailable: false,
  timeout: false,
  malformed: false,
};

/** Seconds of waiting that an activity sits out; a longer wait ends the run with a time to go on. */
const longestWait = 120;

/** Any error of an area as Temporal shall see it: type, whether to retry, when. Unknown errors are retried as they are. */
export function toFailure(error: unknown, now: Date): unknown {
  if (error instanceof UpstreamError) return fromUpstream(error, now);
  if (error instanceof NeedsReauthError || error instanceof ConnectionMissingError) {
    return failure({ type: 'needs-reauth', message: error.message, isFinal: true });
  }
  if (error instanceof TornReadError)
    return failure({ type: 'torn-read', message: error.message, isFinal: true });
  return error;
}

function fromUpstream(error: UpstreamError, now: Date): ApplicationFailure {
  const { kind, service, retryAfter } = error.facts;
  const wait = kind === 'rate-limited' ? (retryAfter ?? 0) : 0;
  const isLong = wait > longestWait;
  return failure({
    type: kind,
    message: error.message,
    isFinal: isFinal[kind] || isLong,
    details: {
      service,
      retryAt: isLong ? new Date(now.getTime() + wait * 1000).toISOString() : null,
    },
    ...(wait > 0 && !isLong ? { nextRetryDelay: wait * 1000 } : {}),
  });
}

interface FailureFacts {
  readonly type: string;
  readonly message: string;
  readonly isFinal: boolean;
  readonly details?: FailureDetails;
  /** Milliseconds. */
  readonly nextRetryDelay?: number;
}

function failure({
  type,
  message,
  isFinal: nonRetryable,
  details,
  nextRetryDelay,
}: FailureFacts): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable,
    // What heals by itself is not an error of ours: it stays out of the error log and the failure metric.
    ...(nonRetryable ? {} : { category: ApplicationFailureCategory.BENIGN }),
    ...(details === undefined ? {} : { details: [details] }),
    ...(nextRetryDelay === undefined ? {} : { nextRetryDelay }),
  });
}
