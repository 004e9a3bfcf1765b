import { z } from 'zod';
import { parseAnswer } from '../parse-answer.js';
import type { Answer } from '../exchange.js';

/** What an OAuth server hands out. Secret; store it before anything else is done with it. */
export interface TokenGrant {
  readonly accessToken: string;
  /** Single-use: the next refresh answers with another one. */
  readonly refreshToken?: string | undefined;
  /** Counted from `issuedAt`; a day where the service said nothing usable. */
  readonly expiresInSeconds: number;
  /** When we asked, by our own clock: never later than the service's own count began. */
  readonly issuedAt: Date;
  readonly scope?: string | undefined;
  /** Bangumi says whose tokens these are. */
  readonly userId?: number | undefined;
}

/** The shortest lifetime either service ever had. */
const untoldLifetime = 86_400;
const longestLifetime = 10 * 365 * 86_400;

/** Whole seconds from a number or its text; undefined when it is neither, or not above zero. */
export function readSeconds(value: unknown): number | undefined {
  const number = readNumber(value);
  return number === undefined || number < 1
    ? undefined
    : Math.min(Math.floor(number), longestLifetime);
}

function readNumber(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = Number(value === '' ? Number.NaN : value);
  return Number.isFinite(number) ? number : undefined;
}

/** Text that says something, or nothing. */
export const readText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Bangumi stores scopes as text, lists or nothing (Bangumi API notes, scopes). */
export const readScope = (value: unknown): string | undefined =>
  readText(Array.isArray(value) ? value.map(String).join(' ') : value);

/** A positive whole number from a number or its text. */
export function readId(value: unknown): number | undefined {
  const number = readNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

// Only the access token is insisted on: a grant that we refuse is lost, for it is given once.
const grantSchema = z.looseObject({ access_token: z.string().min(1) }).transform((grant) => ({
  accessToken: grant.access_token,
  refreshToken: readText(grant['refresh_token']),
  expiresInSeconds: readSeconds(grant['expires_in']) ?? untoldLifetime,
  scope: readScope(grant['scope']),
  userId: readId(grant['user_id']),
}));

/** Reads a token answer; `malformed` when it holds no access token. The declared content type does not matter. */
export function readTokenGrant(answer: Answer, issuedAt: Date): TokenGrant {
  const asJson = { ...answer, headers: { ...answer.headers, 'content-type': 'application/json' } };
  return { ...parseAnswer(asJson, grantSchema), issuedAt };
}
