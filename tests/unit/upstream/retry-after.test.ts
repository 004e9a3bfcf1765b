import { describe, expect, it } from '@jest/globals';
import { readRetryAfter } from '../../../src/upstream/http/retry-after.js';

const now = new Date('2026-11-22T10:00:00.000Z');

describe('readRetryAfter', () => {
  it.each([
    ['seconds', { 'retry-after': '12' }, 12],
    ['broken seconds, rounded up', { 'retry-after': '0.3' }, 1],
    ['an HTTP date', { 'retry-after': 'Sun, 22 Nov 2026 10:01:30 GMT' }, 90],
    [
      "an HTTP date against the answer's own clock",
      { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT', date: 'Sun, 22 Nov 2026 12:00:00 GMT' },
      30,
    ],
    ['a date gone by', { 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    ['more than a day, cut to one', { 'retry-after': '999999999' }, 86_400],
    [
      "Trakt's own header",
      { 'x-ratelimit': '{"name":"AUTHED_API_GET_LIMIT","until":"2026-11-22T10:05:00Z"}' },
      300,
    ],
    [
      'Retry-After before the other',
      { 'retry-after': '5', 'x-ratelimit': '{"until":"2026-11-22T10:05:00Z"}' },
      5,
    ],
    ['nothing', {}, undefined],
    ['rubbish', { 'retry-after': 'soon', 'x-ratelimit': 'no json' }, undefined],
    ['a negative number', { 'retry-after': '-5' }, undefined],
  ])('reads %s', (_name, headers, seconds) => {
    expect(readRetryAfter(headers, now)).toBe(seconds);
  });
});
