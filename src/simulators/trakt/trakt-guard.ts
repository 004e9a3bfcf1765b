import type { Clock } from '../../platform/lib/clock.js';
import { Refusal, type SimRequest } from '../server/exchange.js';
import { createFixedWindow } from '../server/fixed-window.js';

import type { TraktAccount } from './accounts.js';

export interface TraktLimits {
  readonly gets: number;
  readonly getPeriodSeconds: number;
  readonly writes: number;
  readonly writePeriodSeconds: number;
}
/** Trakt API notes §2.4. */
export const realTraktLimits: TraktLimits = {
  gets: 500,
  getPeriodSeconds: 300,
  writes: 1,
  writePeriodSeconds: 1,
};

interface GuardDeps {
  readonly clock: Clock;
  readonly limits: TraktLimits | 'off';
  readonly clientIds: readonly string[];
  /** The owner of a bearer token that is alive. */
  readonly accountOf: (token: string) => TraktAccount | undefined;
}

const blockedPage =
  '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>';
const isMissing = (value: string | undefined): boolean => value === undefined || value === '';

export function bearerOf(request: SimRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

function checkHeaders(request: SimRequest, clientIds: readonly string[]): void {
  if (isMissing(request.headers['user-agent'])) {
    throw new Refusal({
      status: 403,
      text: blockedPage,
      headers: { server: 'cloudflare', 'cf-ray': '8f0000000000sim-NRT' },
    });
  }
  const key = request.headers['trakt-api-key'];
  const isKnown =
    typeof key === 'string' && key !== '' && (clientIds.length === 0 || clientIds.includes(key));
  if (!isKnown) throw new Refusal({ status: 403 });
  if (request.headers['trakt-api-version'] !== '2' || request.path === '/')
    throw new Refusal({ status: 412 });
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
  if (isWrite && !(request.headers['content-type'] ?? '').startsWith('application/json'))
    throw new Refusal({ status: 412 });
}

function refuseOverLimit(
  bucket: { name: string; period: number; limit: number },
  until: number,
  clock: Clock,
): never {
  const rateLimit = {
    ...bucket,
    remaining: 0,
    until: new Date(until).toISOString().replace('.000Z', 'Z'),
  };
  const seconds = Math.max(1, Math.ceil((until - clock.now().getTime()) / 1000));
  throw new Refusal({
    status: 429,
    headers: { 'x-ratelimit': JSON.stringify(rateLimit), 'retry-after': String(seconds) },
  });
}

/** The checks every Trakt request passes: edge, key, version, token, rate (Trakt API notes §2.2–2.4). */
export function createTraktGuard({
  clock,
  limits,
  clientIds,
  accountOf,
}: GuardDeps): (request: SimRequest) => void {
  const window = (seconds: number) => createFixedWindow({ clock, periodMs: seconds * 1000 });
  const gets = limits === 'off' ? undefined : window(limits.getPeriodSeconds);
  const writes = limits === 'off' ? undefined : window(limits.writePeriodSeconds);

  function checkRate(request: SimRequest, account: TraktAccount | undefined): void {
    if (limits === 'off') return;
    const owner =
      account?.source.username ?? `${String(request.headers['trakt-api-key'])} ${request.address}`;
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    const use = (isGet ? gets : writes)?.take(owner);
    const limit = isGet ? limits.gets : limits.writes;
    if (use === undefined || use.used <= limit) return;
    const getName = account === undefined ? 'UNAUTHED_API_GET_LIMIT' : 'AUTHED_API_GET_LIMIT';
    const period = isGet ? limits.getPeriodSeconds : limits.writePeriodSeconds;
    refuseOverLimit(
      { name: isGet ? getName : 'AUTHED_API_POST_LIMIT', period, limit },
      use.until,
      clock,
    );
  }

  return (request) => {
    checkHeaders(request, clientIds);
    const authorization = request.headers.authorization;
    const token = bearerOf(request);
    const account = token === undefined ? undefined : accountOf(token);
    // A dead token is refused even where none is needed.
    if (authorization !== undefined && account === undefined) throw new Refusal({ status: 401 });
    checkRate(request, account);
  };
}
