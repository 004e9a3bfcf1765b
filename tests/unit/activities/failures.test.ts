import { describe, expect, it } from '@jest/globals';
import { toFailure, unhurried } from '../../../src/activities/failures.js';
import { UpstreamError } from '../../../src/upstream/http/index.js';

const now = new Date('2026-11-22T12:00:00.000Z');

const limited = (retryAfter: number | undefined) =>
  toFailure(
    new UpstreamError('wait', {
      service: 'trakt',
      kind: 'rate-limited',
      endpoint: 'GET /sync/history',
      unclear: false,
      retryAfter,
    }),
    { attempt: 1, pace: unhurried, now },
  );

describe('a wait that a service names', () => {
  it.each([1, 30, 120])('of %d s is sat out, to the second', (seconds) => {
    expect(limited(seconds)).toMatchObject({
      type: 'rate-limited',
      nonRetryable: false,
      nextRetryDelay: seconds * 1000,
    });
  });

  it.each([121, 3600])('of %d s ends the run with the time to go on', (seconds) => {
    const retryAt = new Date(now.getTime() + seconds * 1000).toISOString();
    expect(limited(seconds)).toMatchObject({
      nonRetryable: true,
      details: [{ service: 'trakt', retryAt }],
    });
  });

  it('is guessed when none is named: growing pauses, and five minutes should they not do', () => {
    expect(limited(undefined)).toMatchObject({
      nonRetryable: false,
      nextRetryDelay: 1000,
      details: [{ service: 'trakt', retryAt: '2026-11-22T12:05:00.000Z' }],
    });
  });
});
