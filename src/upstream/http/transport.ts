import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { AnswerHeaders, RawAnswer, UpstreamRequest } from './exchange.js';
import type { UpstreamErrorKind } from './upstream-error.js';

interface TransportRequest {
  readonly method: UpstreamRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Why no answer came. Plain data, so that nothing of axios (headers, tokens, addresses) can leave. */
interface TransportFault {
  readonly kind: Extract<UpstreamErrorKind, 'timeout' | 'unavailable' | 'malformed' | 'rejected'>;
  readonly description: string;
  /** The system's or TLS's own code, e.g. `ECONNREFUSED`. */
  readonly code?: string | undefined;
  /** False when the request provably never reached the service. */
  readonly mayHaveArrived: boolean;
}

export type Delivery = { readonly answer: RawAnswer } | { readonly fault: TransportFault };

export interface TransportOptions {
  readonly timeoutMs: number;
  readonly maxSockets: number;
  readonly maxBytes: number;
}

/** The only place that knows axios. One request each, no redirect followed, no status judged. */
export interface Transport {
  /** Throws only the caller's abort reason. */
  deliver(request: TransportRequest): Promise<Delivery>;
  destroy(): void;
}

export function createTransport({ timeoutMs, maxSockets, maxBytes }: TransportOptions): Transport {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
  };
  const client = axios.create({
    ...agents,
    adapter: 'http',
    maxRedirects: 0,
    maxContentLength: maxBytes,
    responseType: 'text',
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
  });
  return {
    deliver: (request) => deliver(client, timeoutMs, request),
    destroy: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

async function deliver(
  client: AxiosInstance,
  timeoutMs: number,
  request: TransportRequest,
): Promise<Delivery> {
  const { signal } = request;
  signal?.throwIfAborted();
  // axios' own timeout watches for silence only; this one bounds the whole exchange, a trickling body included.
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener('abort', end);
  try {
    return {
      answer: toRawAnswer(await client.request<string>(toAxiosConfig(request, ending.signal))),
    };
  } catch (thrown) {
    signal?.throwIfAborted();
    return { fault: ending.signal.aborted ? timedOut(timeoutMs) : toFault(thrown) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

const toAxiosConfig = ({ method, url, headers, body }: TransportRequest, signal: AbortSignal) => ({
  method,
  url,
  headers: { ...headers },
  signal,
  ...(body === undefined ? {} : { data: body }),
  // The environment's proxy is for the outside world.
  ...(isLoopback(url) ? { proxy: false as const } : {}),
});

const isLoopback = (url: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

const toRawAnswer = ({ status, headers, data }: AxiosResponse<string>): RawAnswer => ({
  status,
  headers: toAnswerHeaders(headers),
  text: data,
});

function toAnswerHeaders(headers: object): AnswerHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

const timedOut = (timeoutMs: number): TransportFault => ({
  kind: 'timeout',
  description: `no answer within ${timeoutMs} ms`,
  mayHaveArrived: true,
});

/** Faults of the way there: the service cannot have seen the request. */
const neverArrived =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|ERR_TLS_\w+)$/;

function toFault(thrown: unknown): TransportFault {
  const { code, message } = codeAndMessage(thrown);
  if (message.startsWith('maxContentLength')) {
    return { kind: 'malformed', description: 'the answer is too large', mayHaveArrived: true };
  }
  if (code.startsWith('Z_')) {
    return { kind: 'malformed', description: `broken compression (${code})`, mayHaveArrived: true };
  }
  if (code.startsWith('ERR_INVALID_')) {
    return {
      kind: 'rejected',
      description: `the request cannot be sent (${code})`,
      mayHaveArrived: false,
    };
  }
  return {
    kind: 'unavailable',
    description: `connection failed (${code})`,
    code,
    mayHaveArrived: !neverArrived.test(code),
  };
}

function codeAndMessage(thrown: unknown): { readonly code: string; readonly message: string } {
  if (thrown instanceof AxiosError)
    return { code: thrown.code ?? 'unknown', message: thrown.message };
  if (thrown instanceof Error && 'code' in thrown)
    return { code: String(thrown.code), message: thrown.message };
  return { code: 'unknown', message: '' };
}
