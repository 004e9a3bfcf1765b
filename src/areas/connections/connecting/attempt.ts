import type { UpstreamService } from '../../../upstream/http/index.js';

export const attemptStatuses = [
  /** The person has not come back yet. */
  'pending',
  /** Tokens are being fetched. */
  'exchanging',
  /** Tokens are there, of another account than before: the person decides what becomes of the ledger. */
  'other-account',
  'connected',
  'denied',
  'expired',
  'failed',
  'cancelled',
] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

export const attemptFaults = [
  /** The code or grant was refused: used, too old, or of another app. */
  'code-refused',
  'app-blocked',
  'service-away',
  /** The service answered with an error of its own, or this process died on the way. */
  'interrupted',
] as const;
export type AttemptFault = (typeof attemptFaults)[number];

/** One attempt to connect, as the person who began it may see it. */
export interface AttemptView {
  readonly id: string;
  readonly service: UpstreamService;
  readonly kind: 'code' | 'device';
  readonly status: AttemptStatus;
  readonly reason: AttemptFault | null;
  /** The account that was found, as soon as it is known. */
  readonly accountName: string | null;
  /** What a device shows. */
  readonly userCode: string | null;
  readonly verificationUrl: string | null;
  /** Seconds between two looks that make sense. */
  readonly pollInterval: number | null;
  readonly returnTo: string | null;
  readonly expiresAt: Date;
}

/** Who begins it: a person, by a session of theirs or by a key. */
export interface Beginner {
  readonly userId: string;
  /** `session:<id>` or `key:<id>`. */
  readonly via: string;
}

/** Minutes a person has to come back with a `state`. */
export const stateMinutes = 10;
