import { assertApiKey, readApiKey, type ApiKey } from './api-key.js';
import { toRecordsError } from './judge-answer.js';
import { RecordsError } from './records-error.js';

export interface Connection {
  /** Of watchflow; with its path prefix, if it has one, and without name and password. */
  readonly url: string;
  /** Or where to get it: asked before each request, so that it may change. */
  readonly apiKey: ApiKey;
  /** Of one request. Default 60 s; a write waits for the database. */
  readonly timeoutMs?: number | undefined;
  /** Default: Node's. */
  readonly fetch?: typeof fetch | undefined;
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v1/translation`. */
  readonly path: string;
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface Ask {
  /** The answer's body. Throws RecordsError, or the signal's reason. */
  json(question: Question): Promise<unknown>;
  /** The body as it comes. Throws likewise. */
  stream(question: Question): Promise<AsyncIterable<Uint8Array>>;
}

const base = '/api/v1/translation';

/** Throws TypeError for an address or a key that can be none; neither is in its message. */
export function createAsk(connection: Connection): Ask {
  assertApiKey(connection.apiKey);
  const root = rootOf(connection.url);
  return {
    json: (question) =>
      withinTime(connection, question, async (signal) => {
        const response = await send(connection, root, { ...question, signal });
        return parse(response, await response.text());
      }),
    stream: (question) =>
      withinTime(connection, question, async (signal) => {
        const { body } = await send(connection, root, { ...question, signal });
        if (body === null) throw new RecordsError('malformed', `${question.path} has no body.`);
        return body;
      }),
  };
}

function rootOf(url: string): string {
  const expected = 'expected the http or https address of watchflow';
  if (!URL.canParse(url)) throw new TypeError(`${expected}, got something that is no URL`);
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`${expected}, got one that begins with ${protocol}`);
  if (username !== '' || password !== '')
    throw new TypeError(`${expected} without name and password: it is in logs and messages`);
  return `${url.replace(/\/+$/, '')}${base}`;
}

/** A time that has run out, or a connection that was cut, is `unavailable`; what the caller broke off is the caller's own. */
async function withinTime<T>(
  { timeoutMs = 60_000, url }: Connection,
  { signal: callers }: Question,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ours = new AbortController();
  const timer = setTimeout(() => {
    ours.abort(new Error(`no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await act(callers === undefined ? ours.signal : AbortSignal.any([ours.signal, callers]));
  } catch (cause) {
    callers?.throwIfAborted();
    if (cause instanceof RecordsError) throw cause;
    throw new RecordsError('unavailable', `${url} did not answer: ${reasonOf(cause)}.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** A key that was got and is not valid any more is got again, once. */
async function send(connection: Connection, root: string, question: Question): Promise<Response> {
  let response = await sendOnce(connection, root, question);
  if (response.status === 401 && typeof connection.apiKey === 'function') {
    await response.body?.cancel();
    response = await sendOnce(connection, root, question);
  }
  if (!response.ok) throw await toRecordsError(response);
  return response;
}

async function sendOnce(
  { apiKey, fetch: ask = fetch }: Connection,
  root: string,
  { method, path, query = {}, body, signal }: Question,
): Promise<Response> {
  const key = await readApiKey(apiKey);
  return ask(`${root}${path}${toSearch(query)}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    // A redirected POST would become a GET.
    redirect: 'manual',
  });
}

function toSearch(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given.toString()}`;
}

function parse({ status, url }: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `${url} answered something other than JSON; is this the address of watchflow?`;
    throw new RecordsError('malformed', message, { status, cause });
  }
}

function textOf(error: unknown, name: 'message' | 'code'): string {
  const value = propertyOf(error, name);
  return typeof value === 'string' ? value : '';
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** fetch hides what happened in its cause. */
function reasonOf(error: unknown): string {
  const inner = propertyOf(error, 'cause') ?? error;
  const [text, code] = [textOf(inner, 'message'), textOf(inner, 'code')];
  return text.includes(code) ? text : `${text} (${code})`;
}
