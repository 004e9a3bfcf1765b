import type { Clock } from '../../platform/lib/clock.js';
import { Refusal, type SimRequest } from '../server/exchange.js';
import { createFixedWindow } from '../server/fixed-window.js';

import type { Member } from './members.js';
import { errorAnswer, refuse } from './refuse.js';

export interface BangumiLimits {
  readonly requests: number;
  readonly periodSeconds: number;
  readonly banSeconds: number;
}
/** Bangumi API notes §1. */
export const realBangumiLimits: BangumiLimits = {
  requests: 3000,
  periodSeconds: 600,
  banSeconds: 3600,
};

interface GuardDeps {
  readonly clock: Clock;
  readonly limits: BangumiLimits | 'off';
  /** The owner of a bearer token that is alive. */
  readonly memberOf: (token: string) => Member | undefined;
}

const blockedExactly = ['undici', 'database', 'node-fetch'];
const blockedPrefixes = [
  'axios/',
  'node-fetch/',
  'Go-http-client/',
  'okhttp/',
  'python-requests/',
  'Java/',
  'go-resty/',
  'Faraday v',
  'Apache-HttpClient/',
];

export function checkUserAgent(request: SimRequest): void {
  const userAgent = request.headers['user-agent'] ?? '';
  if (userAgent === '') refuse(request, 403, "Please set a 'User-Agent'");
  const isBlocked =
    blockedExactly.includes(userAgent) ||
    blockedPrefixes.some((prefix) => userAgent.startsWith(prefix));
  if (isBlocked)
    refuse(
      request,
      403,
      'using HTTP request library default User-Agent is forbidden, please set your own',
    );
}

/** The token as the exact word `Bearer` and one space give it; anything else is refused. */
export function readToken(request: SimRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  return (
    /^Bearer (\S+)$/.exec(authorization)?.[1] ??
    refuse(request, 401, 'invalid http Authorization header, wrong scheme')
  );
}

/** User-Agent, token, then the window with its ban (no `Retry-After`), on every route. */
export function createBangumiGuard({
  clock,
  limits,
  memberOf,
}: GuardDeps): (request: SimRequest) => void {
  const window =
    limits === 'off'
      ? undefined
      : createFixedWindow({ clock, periodMs: limits.periodSeconds * 1000 });
  const banned = new Map<string, number>();

  function checkRate(request: SimRequest, key: string): void {
    if (limits === 'off' || window === undefined) return;
    const now = clock.now().getTime();
    const isBanned = (banned.get(key) ?? 0) > now;
    if (!isBanned && window.take(key).used <= limits.requests) return;
    // The ban does not grow while it lasts.
    if (!isBanned) banned.set(key, now + limits.banSeconds * 1000);
    throw new Refusal(
      errorAnswer(request, 429, { description: 'too many request, you have be rate limited' }),
    );
  }

  return (request) => {
    checkUserAgent(request);
    const token = readToken(request);
    const member = token === undefined ? undefined : memberOf(token);
    if (token !== undefined && member === undefined)
      refuse(request, 401, "access token has been expired or doesn't exist");
    checkRate(
      request,
      member === undefined ? `address ${request.address}` : `user ${member.source.id}`,
    );
  };
}
