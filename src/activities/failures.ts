import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import {
  AccountDisabledError,
  AppBlockedError,
  ConnectionMissingError,
  NeedsReauthError,
} from '../areas/connections/index.js';
import { StorageError } from '../areas/files/index.js';
import { TornReadError } from '../areas/history/index.js';
import { DataSetError } from '../areas/matching/index.js';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/http/index.js';
import type { FailureDetails } from '../workflows/contract.js';
import { OverdueError } from './within-limit.js';

/** The one place that decides whether asking again can help. `true`: it cannot, a person or time must change something first. */
const isFinal: Record<UpstreamErrorKind, boolean> = {
  unauthorized: true,
  'invalid-grant': true,
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

/** Seconds until a run goes on that was told to wait again and again, but never for how long. */
const untoldWait = 300;

/** Milliseconds between the attempts of an activity: doubled each time, up to the longest. */
export interface RetryPace {
  readonly first: number;
  readonly longest: number;
}

/** Seven further attempts sit out a little more than a minute of trouble. */
export const unhurried: RetryPace = { first: 1000, longest: 20_000 };

export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  readonly pace: RetryPace;
  readonly now: Date;
}

/** Any error of an area as Temporal shall see it: type, whether to retry, when. Unknown errors are retried under their own name. */
export function toFailure(error: unknown, failed: FailedAttempt): ApplicationFailure {
  if (error instanceof UpstreamError) return fromUpstream(error, failed);
  if (error instanceof NeedsReauthError || error instanceof ConnectionMissingError) {
    return failure({ type: 'needs-reauth', message: error.message, isFinal: true });
  }
  if (error instanceof AccountDisabledError)
    return failure({ type: 'account-disabled', message: error.message, isFinal: true });
  if (error instanceof AppBlockedError)
    return failure({ type: 'app-blocked', message: error.message, isFinal: true });
  if (error instanceof TornReadError)
    return failure({ type: 'torn-read', message: error.message, isFinal: true });
  if (error instanceof OverdueError)
    return failure({ type: 'overdue', message: error.message, isFinal: true });
  if (error instanceof DataSetError) {
    const nextRetryDelay = delayAfter(failed);
    const { message } = error;
    return failure({ type: 'id-map-unreachable', message, isFinal: false, nextRetryDelay });
  }
  if (error instanceof StorageError) return fromStorage(error, failed);
  return ApplicationFailure.fromError(error, { nextRetryDelay: delayAfter(failed) });
}

/** The fault itself knows whether it can pass. */
const fromStorage = (error: StorageError, failed: FailedAttempt): ApplicationFailure =>
  failure({
    type: `storage-${error.kind}`,
    message: error.message,
    isFinal: error.retryAfter === null,
    nextRetryDelay: delayAfter(failed),
  });

const delayAfter = ({ attempt, pace }: FailedAttempt): number =>
  Math.min(pace.first * 2 ** (attempt - 1), pace.longest);

function fromUpstream(error: UpstreamError, failed: FailedAttempt): ApplicationFailure {
  const { kind, service, retryAfter } = error.facts;
  const isLimited = kind === 'rate-limited';
  const wait = isLimited ? (retryAfter ?? 0) : 0;
  const goOn = new Date(failed.now.getTime() + (wait > 0 ? wait : untoldWait) * 1000);
  return failure({
    // All that is asked of Trakt is the person's own: what is forbidden there is forbidden to our app.
    type: kind === 'forbidden' && service === 'trakt' ? 'app-blocked' : kind,
    message: error.message,
    isFinal: isFinal[kind] || wait > longestWait,
    details: { service, retryAt: isLimited ? goOn.toISOString() : null },
    nextRetryDelay: wait > 0 ? wait * 1000 : delayAfter(failed),
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
