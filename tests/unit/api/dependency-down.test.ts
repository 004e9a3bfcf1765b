import { describe, expect, it } from '@jest/globals';
import { toUnavailable } from '../../../src/api/dependency-down.js';
import { TemporalUnavailableError } from '../../../src/orchestration/temporal-unavailable-error.js';

const withCode = (code: unknown, cause?: unknown) =>
  Object.assign(new Error('secret at 10.0.0.1', { cause }), { code });

describe('toUnavailable', () => {
  it.each([
    ['Prisma cannot connect', withCode('P1001'), 'database-unavailable'],
    ['Postgres is shutting down', withCode('57P01'), 'database-unavailable'],
    [
      'Postgres takes no connections, told by Prisma',
      Object.assign(withCode('P2039'), {
        meta: { driverAdapterError: withCode(undefined, { code: '55000', severity: 'FATAL' }) },
      }),
      'database-unavailable',
    ],
    [
      'pg lost its connection',
      new Error('Connection terminated unexpectedly'),
      'database-unavailable',
    ],
    ['gRPC is unavailable', withCode(14), 'temporal-unavailable'],
    ['an SDK error wraps gRPC', new Error('x', { cause: withCode(4) }), 'temporal-unavailable'],
    ['no worker answers', new TemporalUnavailableError('x 10.0.0.1'), 'temporal-unavailable'],
    [
      'a socket is refused',
      new AggregateError([withCode('ECONNREFUSED')]),
      'dependency-unavailable',
    ],
  ])('knows that %s', (_name, error, code) => {
    const problem = toUnavailable(error);
    expect(problem).toMatchObject({ code, status: 503, headers: { 'retry-after': '5' } });
    expect(problem?.detail).not.toContain('10.0.0.1');
  });

  it('leaves other errors alone, and causes that run in a circle', () => {
    const circular: Error & { cause?: unknown } = new Error('a');
    circular.cause = circular;
    expect(
      [withCode('P2002'), withCode(5), circular, 'text', undefined].map((error) =>
        toUnavailable(error),
      ),
    ).toEqual(Array.from({ length: 5 }, () => undefined));
  });
});
