import type { AnswerHeaders } from './exchange.js';

/** No service may silence us for longer than this, in seconds. */
const longestWait = 86_400;

/**
 * Seconds the service asked us to wait: `Retry-After` (seconds or HTTP date), else the `until` of Trakt's
 * `X-Ratelimit` when nothing remains. Dates are read against the answer's own `Date`, so that a wrong clock here does
 * not matter. Undefined when nothing usable was said.
 */
export function readRetryAfter(headers: AnswerHeaders, now: Date): number | undefined {
  const answeredAt = toTime(headers['date']) ?? now.getTime();
  const seconds =
    readSeconds(headers['retry-after'], answeredAt) ??
    readRateLimit(headers['x-ratelimit'], answeredAt);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, 0), longestWait);
}

function readSeconds(value: string | undefined, answeredAt: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value));
  return secondsUntil(value, answeredAt);
}

function readRateLimit(value: string | undefined, answeredAt: number): number | undefined {
  const until = value === undefined ? undefined : /"until"\s*:\s*"([^"]+)"/.exec(value)?.[1];
  return secondsUntil(until, answeredAt);
}

function secondsUntil(date: string | undefined, answeredAt: number): number | undefined {
  const time = toTime(date);
  return time === undefined ? undefined : Math.ceil((time - answeredAt) / 1000);
}

function toTime(date: string | undefined): number | undefined {
  // `Date.parse` takes bare numbers such as "-5" for years.
  if (date === undefined || !/[a-z]|\d-\d/i.test(date)) return undefined;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : time;
}
