import type { Problem } from '../records.js';

export type RecordsErrorKind =
  /** The key is missing, unknown, expired or revoked. */
  | 'unauthorized'
  /** The key may not do this. */
  | 'forbidden'
  /** Something answers there, but not these records. */
  | 'wrong-address'
  | 'not-found'
  /** What was sent cannot be taken; see `errors`. */
  | 'refused'
  | 'too-large'
  /** Too much at once, or the database is gone for a moment: come back after `retryAfterMs`. */
  | 'busy'
  /** No answer, or one that says the server is broken: what was sent may have been written or not. */
  | 'unavailable'
  /** An answer that the contract does not know, or half of one. */
  | 'malformed';

export interface RecordsErrorFacts {
  readonly status?: number | undefined;
  /** Stable; what programs should look at. */
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly errors?: Problem['errors'] | undefined;
  /** Under which the server's log tells more. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** A call that did not succeed: what happened and what to do. */
export class RecordsError extends Error {
  override readonly name = 'RecordsError';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly errors: Problem['errors'] | undefined;
  readonly requestId: string | undefined;

  constructor(
    readonly kind: RecordsErrorKind,
    message: string,
    { cause, ...facts }: RecordsErrorFacts = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.status = facts.status;
    this.code = facts.code;
    this.retryAfterMs = facts.retryAfterMs;
    this.errors = facts.errors;
    this.requestId = facts.requestId;
  }
}
