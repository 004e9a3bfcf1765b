import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../../../platform/lib/clock.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import { isPrivateAddress } from '../../../platform/security/private-address.js';
import { readRetryAfter } from '../../../upstream/http/index.js';
import { literalAddress } from './webhook-url.js';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}

/** What became of one attempt. Nothing of the answer but its status and its wish to wait is ever looked at. */
export type WebhookAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: 'timeout' | 'unreachable' | 'private-address' };

export interface SendWebhookOptions {
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export type SendWebhook = (request: WebhookRequest) => Promise<WebhookAnswer>;

const privateCode = 'EPRIVATE';

class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = privateCode;
}

/**
 * Sends once: no redirect is followed, no proxy asked, no connection kept. Node's own client, because the address that
 * is connected to must be the one that was checked: a name may be answered differently a moment later.
 */
export const createSendWebhook =
  ({ allowPrivate, timeoutMs, clock }: SendWebhookOptions): SendWebhook =>
  async ({ url: address, headers, body, signal }) => {
    const url = new URL(address);
    if (!allowPrivate && isPrivateLiteral(url)) return failed('private-address');
    const late = AbortSignal.timeout(timeoutMs);
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    };
    try {
      const { statusCode = 0, headers: said } = await exchange(url, options, body);
      const retryAfterSeconds = readRetryAfter(headersAboutTime(said), clock.now());
      return { kind: 'answered', status: statusCode, retryAfterSeconds };
    } catch (error) {
      signal?.throwIfAborted();
      if (codeOf(error) === privateCode) return failed('private-address');
      return failed(late.aborted ? 'timeout' : 'unreachable');
    }
  };

type Failure = Extract<WebhookAnswer, { readonly kind: 'failed' }>;

const failed = (reason: Failure['reason']): Failure => ({ kind: 'failed', reason });

const isPrivateLiteral = (url: URL): boolean => {
  const literal = literalAddress(url);
  return literal !== undefined && isPrivateAddress(literal);
};

const headersAboutTime = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    (['retry-after', 'date'] as const).flatMap((name) => {
      const text = headers[name];
      return text === undefined ? [] : [[name, text]];
    }),
  );

const exchange = (url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, options, (response) => {
      // Its body is nobody's business: let flow off what comes before the deadline.
      response.on('error', () => undefined);
      response.resume();
      resolve(response);
    });
    request.on('error', reject);
    request.end(body);
  });

/** Resolves a name to its public addresses; one that has none is refused. */
const publicLookup: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      answer(error, []);
      return;
    }
    const open = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined) answer(new PrivateAddressError('resolves to no public address'), []);
    else if (options.all === true) answer(null, open);
    else answer(null, first.address, first.family);
  });
};
