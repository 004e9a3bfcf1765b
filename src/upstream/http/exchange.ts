import type { Access, CallOptions } from './call.js';
import type { CalledService } from './upstream-error.js';

/** One request as a client words it; the http layer adds address, headers, limits and retries. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path pattern with `{name}` places; it is also what meters, logs and errors show. */
  readonly path: string;
  /** Fills the places of `path`. */
  readonly at?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /** Sent form-encoded, instead of `body`. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Values of this request that must not show in an error although the service may echo them. */
  readonly secrets?: readonly string[] | undefined;
  /** True for a POST that changes nothing (a search): limited and retried like a GET. */
  readonly readsOnly?: boolean | undefined;
  /** True when the caller deals with a redirect itself; otherwise a 3xx is `malformed`. */
  readonly takesRedirect?: boolean | undefined;
  /** True for an answer of 400 and above that the caller deals with itself. */
  readonly takes?: ((answer: RawAnswer) => boolean) | undefined;
}

export interface UpstreamCall {
  readonly request: UpstreamRequest;
  readonly access: Access;
  readonly options?: CallOptions | undefined;
}

/** Header names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** What came over the wire, unread. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly text: string;
}

/** Which call an answer or an error belongs to. */
export interface CallIdentity {
  readonly service: CalledService;
  /** `METHOD /path/pattern`. */
  readonly endpoint: string;
  readonly isWrite: boolean;
}

/** An answer below 400 together with the call it belongs to. */
export interface Answer extends RawAnswer {
  readonly call: CallIdentity;
}
