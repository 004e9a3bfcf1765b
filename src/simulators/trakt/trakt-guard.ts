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
  /** Accepted ones; empty: any. */
  readonly clientIds: () => readonly string[];
  readonly isLapsed: (clientId: string) => boolean;
  /** The owner of a bearer token that is alive. */
  readonly accountOf: (token: string) => TraktAccount | undefined;
}

const blockedPage =
  '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>';
const isMissing = (value: string | undefined): boolean => value === undefined || value === '';

export function bearerOf(request: SimRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

type KeyRules = Pick<GuardDeps, 'clientIds' | 'isLapsed'>;

function checkKey(request: SimRequest, { clientIds, isLapsed }: KeyRules): void {
  const key = request.headers['trakt-api-key'];
  const accepted = clientIds();
  if (typeof key !== 'string' || key === '') throw new Refusal({ status: 403 });
  // A client id that was blocked is told so in a bare word (Trakt API notes §2.4).
  if (isLapsed(key)) throw new Refusal({ status: 403, text: 'Forbidden' });
  if (accepted.length > 0 && !accepted.includes(key)) throw new Refusal({ status: 403 });
}

const isRead = (request: SimRequest): boolean =>
  request.method === 'GET' || request.method === 'HEAD';

/** The edge stands before the API and the OAuth server. */
export function checkEdge(request: SimRequest): void {
  if (!isMissing(request.headers['user-agent'])) return;
  throw new Refusal({
    status: 403,
    text: blockedPage,
    headers: { server: 'cloudflare', 'cf-ray': '8f0000000000sim-NRT' },
  });
}

function checkHeaders(request: SimRequest, keyRules: KeyRules): void {
  checkEdge(request);
  checkKey(request, keyRules);
  const isJson =
    isRead(request) || (request.headers['content-type'] ?? '').startsWith('application/json');
  if (!isJson || request.headers['trakt-api-version'] !== '2' || request.path === '/')
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
    until: `${new Date(until).toISOString().slice(0, 19)}Z`,
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
  accountOf,
  ...keyRules
}: GuardDeps): (request: SimRequest) => void {
  const bucket = (name: string, limit: number, period: number) => ({
    name,
    limit,
    period,
    window: createFixedWindow({ clock, periodMs: period * 1000 }),
  });
  const gets =
    limits === 'off'
      ? undefined
      : bucket('AUTHED_API_GET_LIMIT', limits.gets, limits.getPeriodSeconds);
  const writes =
    limits === 'off'
      ? undefined
      : bucket('AUTHED_API_POST_LIMIT', limits.writes, limits.writePeriodSeconds);

  function checkRate(request: SimRequest, account: TraktAccount | undefined): void {
    const bucket = isRead(request) ? gets : writes;
    if (bucket === undefined) return;
    const key = request.headers['trakt-api-key'];
    const use = bucket.window.take(account?.source.username ?? `${String(key)} ${request.address}`);
    if (use.used <= bucket.limit) return;
    const name = account === undefined ? bucket.name.replace('AUTHED', 'UNAUTHED') : bucket.name;
    refuseOverLimit({ name, period: bucket.period, limit: bucket.limit }, use.until, clock);
  }

  return (request) => {
    checkHeaders(request, keyRules);
    const authorization = request.headers.authorization;
    const token = bearerOf(request);
    const account = token === undefined ? undefined : accountOf(token);
    // A dead token is refused even where none is needed.
    if (authorization !== undefined && account === undefined) throw new Refusal({ status: 401 });
    checkRate(request, account);
  };
}
