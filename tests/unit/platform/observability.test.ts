import { describe, expect, it } from '@jest/globals';
import { AxiosError, AxiosHeaders } from 'axios';
import fc from 'fast-check';
import { InputError } from '../../../src/platform/lib/errors.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import type { CreateLoggerOptions } from '../../../src/platform/observability/create-logger.js';
import { isSecretName, redact } from '../../../src/platform/observability/redact.js';
import { redactText } from '../../../src/platform/observability/redact-text.js';
import { createApiKey } from '../../../src/platform/security/api-key.js';

const planted = 'pLaNtEd-0123456789';

/** A log whose lines can be read. */
function aLog(options: Partial<CreateLoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ level: 'debug', format: 'json', destination, ...options });
  return { log, lines, last: (): unknown => JSON.parse(lines.at(-1) ?? 'null') };
}

function anAxiosError(): AxiosError {
  const headers = new AxiosHeaders({
    Authorization: `Bearer ${planted}`,
    'trakt-api-key': planted,
  });
  const config = {
    headers,
    url: `https://x.example/?access_token=${planted}`,
    data: JSON.stringify({ refresh_token: planted }),
  };
  const response = {
    data: { token: planted },
    status: 401,
    statusText: '',
    headers: { 'set-cookie': [planted] },
    config,
  };
  return new AxiosError('Request failed', 'ERR_BAD_REQUEST', config, { path: planted }, response);
}

describe('redact', () => {
  it.each([
    'access_token',
    'Authorization',
    'trakt-api-key',
    'clientSecret',
    'PASSWORD',
    'set-cookie',
    'DATABASE_URL',
    'code_verifier',
    'x-api-key',
  ])('knows %s by its name', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(redact({ [name]: planted })).toEqual({ [name]: '[redacted]' });
  });

  it.each(['userId', 'keyId', 'tokenFingerprint', 'status', 'cookieCount', 'key'])(
    'leaves %s alone',
    (name) => {
      expect(redact({ [name]: 'value' })).toEqual({ [name]: 'value' });
    },
  );

  it('keeps whether there is one', () => {
    expect(redact({ token: null, secret: true, password: undefined })).toEqual({
      token: null,
      secret: true,
    });
  });

  it.each([
    `Authorization: Bearer ${planted}`,
    `authorization: Digest username=a, response=${planted}`,
    `cookie: a=1; session=${planted}`,
    `https://user:${planted}@host/path`,
    `postgresql://user:p@ss${planted}@host/db`,
    `GET /cb?code=${planted}&state=1`,
    `{"access_token":"${planted}","n":1}`,
    `{\\"refresh_token\\":\\"${planted}\\"}`,
    `{ client_secret: '${planted}' }`,
    `trakt-api-key: ${planted}`,
    `TRAKT_CLIENT_SECRET=${planted}`,
    `Basic ${planted}`,
  ])('hides it in the text %s', (text) => {
    expect(redactText(text)).not.toContain(planted);
    expect(redactText(text)).toContain('[redacted]');
  });

  it('hides our own keys wherever they stand', () => {
    const { key } = createApiKey();
    expect(
      JSON.stringify(redact([`got ${key}.`, { [key]: key }, new Error(`no ${key}`)])),
    ).not.toContain(key);
  });

  it('leaves plain sentences as they are', () => {
    const sentence =
      'TRAKT_ACCESS_TOKEN: expected text without spaces; the token is refused, connect again';
    expect(redactText(sentence)).toBe(sentence);
  });

  it('keeps of an error what explains it and drops request, headers and configuration', () => {
    const plain = redact({ err: new Error('could not sync', { cause: anAxiosError() }) });
    expect(plain).toMatchObject({
      err: {
        type: 'Error',
        message: 'could not sync',
        cause: { type: 'AxiosError', code: 'ERR_BAD_REQUEST', status: 401 },
      },
    });
    expect(JSON.stringify(plain)).not.toContain(planted);
  });

  it('shows the faults of refused input and the parts of an aggregate', () => {
    const faults = [{ place: 'PORT', message: 'expected a number' }];
    expect(redact(new InputError('configuration', faults))).toMatchObject({
      type: 'InputError',
      faults,
    });
    expect(redact(new AggregateError([new Error('one')], 'all'))).toMatchObject({
      errors: [{ message: 'one' }],
    });
  });

  it('takes what JSON cannot', () => {
    const circle: Record<string, unknown> = {
      big: 12n,
      none: Number.NaN,
      at: new Date(0),
      bytes: new Uint8Array(3),
      set: new Set([1]),
      map: new Map([['a', 1]]),
      sign: Symbol('x'),
    };
    circle['self'] = circle;
    Object.defineProperty(circle, 'broken', { enumerable: false, value: 1 });
    const broken = {
      get x(): string {
        throw new Error('no');
      },
    };
    expect(redact({ ...circle, broken })).toEqual({
      big: '12',
      none: 'NaN',
      at: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
      set: [1],
      map: { a: 1 },
      sign: '[symbol]',
      self: expect.objectContaining({ self: '[circular]' }),
      broken: '[unreadable]',
    });
  });

  it('hides a secret known by value anywhere in anything', () => {
    const place = fc.constantFrom('text', 'key', 'error', 'map', 'list');
    const put = (inner: unknown, where: string): unknown => {
      if (where === 'key') return { [`k${planted}`]: inner };
      if (where === 'error')
        return Object.assign(new Error(`say ${planted}`, { cause: inner }), { note: planted });
      if (where === 'map') return new Map([[planted, inner]]);
      return where === 'list' ? [inner, `x${planted}y`] : { a: planted, inner };
    };
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withMap: true, withSet: true, withDate: true }),
        fc.array(place, { maxLength: 10 }),
        (seed, places) => {
          const value = places.reduce(put, seed);
          const shown = JSON.stringify(redact(value, { secrets: [planted] }));
          expect(shown).not.toContain(planted);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('hides what a secret name holds at any depth, without knowing the value', () => {
    const name = fc.constantFrom(
      'token',
      'access_token',
      'Client-Secret',
      'password',
      'apiKey',
      'Set-Cookie',
    );
    const holder = fc.oneof(
      fc.constant(planted),
      fc.constant([planted]),
      fc.constant({ deep: { er: planted } }),
      fc.constant(BigInt(12345678)),
    );
    fc.assert(
      fc.property(
        name,
        holder,
        fc.array(fc.string(), { maxLength: 6 }),
        (secretName, held, path) => {
          const value = path.reduce<unknown>((inner, step) => ({ [step]: inner }), {
            [secretName]: held,
          });
          expect(JSON.stringify(redact(value))).not.toMatch(/pLaNtEd|12345678/);
        },
      ),
    );
  });
});

describe('createLogger', () => {
  it('writes one JSON object a line with level, time, fields and event', () => {
    const { log, lines, last } = aLog({ fields: { service: 'api' } });
    log.child({ runId: 'r1' }).warn({ retryAfter: 12, runId: 'r2' }, 'upstream asked us to wait');
    expect(last()).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      service: 'api',
      runId: 'r2',
      retryAfter: 12,
      event: 'upstream asked us to wait',
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.match(/runId/g)).toHaveLength(1);
  });

  it('keeps to its level', () => {
    const { log, lines } = aLog({ level: 'warn' });
    log.info({}, 'not this');
    log.error({}, 'this');
    expect(lines).toHaveLength(1);
    const silent = aLog({ level: 'silent' });
    silent.log.error({}, 'nor this');
    expect(silent.lines).toEqual([]);
  });

  it('lets no secret through fields, bindings, errors or the event', () => {
    const { log, lines } = aLog({ secrets: [planted], fields: { token: planted } });
    log
      .child({ authorization: planted, note: planted })
      .error(
        { err: anAxiosError(), headers: [['Authorization', planted]] },
        `failed with ${planted}`,
      );
    log.info(anAxiosError(), '%s %d %%');
    expect(lines.join('')).not.toContain(planted);
    expect(lines[1]).toContain('"event":"%s %d %%"');
  });

  it('moves fields aside that bear the names of its own', () => {
    const { log, last } = aLog();
    log.info({ level: 1, time: 2, event: 3, count: 4n }, 'mine');
    expect(last()).toMatchObject({
      level: 'info',
      level_: 1,
      time_: 2,
      event_: 3,
      count: '4',
      event: 'mine',
    });
  });

  it('writes short lines for people, a stack below its line', () => {
    const { log, lines } = aLog({ format: 'pretty' });
    log.info({ side: 'trakt', note: 'two words' }, 'reading');
    log.error({ err: new Error('broken') }, 'failed');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}reading side=trakt note="two words"\n$/);
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d error failed\n {2}Error: broken\n {6}at /);
  });
});
