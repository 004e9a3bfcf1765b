import { bodyParser } from '@koa/bodyparser';
import { findJsonFault } from '../find-json-fault.js';
import { Problem } from '../problem.js';
import type { Route, Upload } from '../route.js';
import { toInputProblem } from '../validate.js';
import type { ApiMiddleware, ApiRequest } from './api-state.js';

const megabyte = 1024 * 1024;
/** Of a route that says nothing else. */
const usualBytes = megabyte;
/** More than any schema has; whoever writes a body of a thousand levels wants our stack to run over. */
const deepest = 32;

/**
 * Refuses a body that says itself that it is too large, whatever the route but for those that take files; what says nothing is
 * counted while read.
 */
export function createLimitBody(routes: readonly Route[]): ApiMiddleware {
  const limits = new Map(
    routes.map(({ method, path, upload, bodyLimitBytes = usualBytes }) => [
      `${method.toUpperCase()} ${path}`,
      upload === undefined ? bodyLimitBytes : Infinity,
    ]),
  );
  return async (ctx, next) => {
    const most = limits.get(`${ctx.method} ${ctx.path}`) ?? usualBytes;
    if (announcedLength(ctx) > most) throw tooLarge(most);
    await next();
  };
}

/** Refuses what is no file of these types, or says itself that it is too large, before anything of it is read. */
export function assertFile({ types, limitBytes: most }: Upload): ApiMiddleware {
  return async (ctx, next) => {
    if (announcedLength(ctx) > most) throw fileTooLarge(most);
    const given = ctx.request.type.toLowerCase();
    const isPlain = ['', 'identity'].includes(ctx.get('content-encoding').toLowerCase());
    if (!isPlain || !(types.includes(given) || types.includes('*/*')))
      throw new Problem(
        'unsupported-file',
        `Send the file as it is, with one of Content-Type: ${types.join(', ')}.`,
        { headers: { connection: 'close' } },
      );
    await next();
  };
}

/** What is left of it would have to be read before the connection could be used again. */
const fileTooLarge = (most: number): Problem =>
  new Problem('file-too-large', `A file may have ${most / megabyte} MB.`, {
    headers: { connection: 'close' },
  });

/** Reads a JSON body of so many bytes at most; no body at all is left undefined. */
export function createReadBody(most = usualBytes): ApiMiddleware {
  const parse = bodyParser({
    enableTypes: ['json'],
    parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
    jsonLimit: most,
    jsonStrict: false,
    onError: (error) => {
      throw toBodyProblem(error, most);
    },
  });
  return async (ctx, next) => {
    if (hasBody(ctx)) {
      assertJson(ctx);
      await parse(ctx, async () => {
        if (isDeeperThan(deepest, ctx.request.body)) throw tooDeep();
        await next();
      });
    } else {
      await next();
    }
  };
}

/** Not Koa's `length`, which wraps at 32 bits. */
const announcedLength = (ctx: ApiRequest): number => Number(ctx.get('content-length'));

const hasBody = (ctx: ApiRequest): boolean =>
  ctx.get('transfer-encoding') !== '' || announcedLength(ctx) > 0;

function assertJson(ctx: ApiRequest): void {
  const charset = ctx.request.charset.toLowerCase();
  const isUtf8 = charset === '' || charset === 'utf-8' || charset === 'utf8';
  if (ctx.request.type.toLowerCase() === 'application/json' && isUtf8) return;
  const given = ctx.get('content-type').slice(0, 100);
  throw new Problem(
    'unsupported-media-type',
    `Send Content-Type: application/json (UTF-8), not ${given === '' ? 'none' : JSON.stringify(given)}.`,
  );
}

const tooLarge = (most: number) =>
  new Problem('body-too-large', `A body may have ${most / megabyte} MB here, unpacked.`);

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

const tooDeep = () =>
  toInputProblem([
    { in: 'body', pointer: '', message: `expected at most ${deepest} levels of objects and lists` },
  ]);

/** co-body and raw-body put a status on their errors, and the text read so far under `body`. */
function toBodyProblem(error: Error, most: number): Error {
  const status = 'status' in error ? error.status : undefined;
  if (status === 413) return tooLarge(most);
  if (status === 415) {
    return new Problem(
      'unsupported-media-type',
      'Content-Encoding may be gzip, deflate or identity.',
    );
  }
  if ('body' in error && typeof error.body === 'string') return toJsonProblem(error.body);
  return isBroken(error)
    ? new Problem('malformed-json', 'The body broke off or could not be unpacked.')
    : error;
}

/** Aborted or shorter than announced (400), or zlib's own codes. */
const isBroken = (error: Error): boolean =>
  ('status' in error && error.status === 400) ||
  ('code' in error && typeof error.code === 'string' && error.code.startsWith('Z_'));

function toJsonProblem(text: string): Problem {
  const fault = findJsonFault(text);
  if (fault === undefined) {
    return new Problem(
      'malformed-json',
      'The body uses a key (__proto__) that is not taken anywhere.',
    );
  }
  const { position, line, column, reason } = fault;
  const message = `${reason} at position ${position} (line ${line}, column ${column})`;
  return new Problem('malformed-json', `The body is not JSON: ${message}.`, {
    errors: [{ in: 'body', pointer: '', message }],
  });
}
