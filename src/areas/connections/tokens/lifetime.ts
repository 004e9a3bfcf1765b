import { createHash } from 'node:crypto';
import type { TokenGrant } from '../../../upstream/http/index.js';
import type { Tokens } from '../connection.js';

/**
 * When tokens end and from when on to renew them: about half-way, so that days of trouble do no harm, and not for all
 * people at the same moment.
 */
export function toTokens(grant: TokenGrant, userId: string): Tokens {
  const lifetimeMs = grant.expiresInSeconds * 1000;
  const issued = grant.issuedAt.getTime();
  const share = 0.5 + 0.1 * spreadOf(userId);
  return {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
    expiresAt: new Date(issued + lifetimeMs),
    refreshAt: grant.refreshToken === undefined ? undefined : new Date(issued + lifetimeMs * share),
  };
}

/** Always the same for one person, 0 to 1. */
const spreadOf = (userId: string): number =>
  createHash('sha256').update(userId).digest().readUInt32BE(0) / 2 ** 32;

const firstPauseMs = 60_000;
const longestPauseMs = 30 * 60_000;

/** How long renewing rests after so many failures in a row. */
export const pauseAfter = (failures: number): number =>
  Math.min(firstPauseMs * 2 ** Math.min(failures, 10), longestPauseMs);
