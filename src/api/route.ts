import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { AuditAction, AuditActor, AuditEntry } from '../areas/audit/index.js';
import type { Clock } from '../platform/lib/clock.js';
import type { Logger } from '../platform/lib/logger.js';
import type { Actor, ApiPorts } from './ports.js';
import type { ProblemCode } from './problem-kinds.js';
import type { Scope } from './scopes.js';
import type { SessionCookie } from './session-cookie.js';
import type { EventStreams } from './streams/event-streams.js';
import type { EtaOf } from './streams/pace.js';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler may use besides the request. */
export interface ApiContext extends ApiPorts {
  readonly clock: Clock;
  readonly version: string;
  readonly cookie: SessionCookie;
  /** Where people reach this API, without a trailing slash. */
  readonly publicUrl: string;
  /** The OpenAPI document of this very API. */
  readonly document: () => object;
  readonly streams: EventStreams;
  /** Others whose syncs are asked for at once; those of the rest come at their due times. */
  readonly othersAsked: number;
  readonly etaOf: EtaOf;
}

/** The parts of a request that are validated; strict objects, so that nothing unknown slips by, but for headers (names in lower case). */
export type InputShape = Partial<Record<'params' | 'query' | 'body' | 'headers', z.ZodObject>>;

export interface JsonResponse {
  readonly description: string;
  /** Set where whoever prefers it gets a page of that type instead. */
  readonly page?: string;
  readonly schema: z.ZodType;
  readonly example: unknown;
}

/** Anything but JSON: pages, scripts, pictures, events. */
export interface ContentResponse {
  readonly description: string;
  readonly type: string;
  /** Types that are answered where they are asked for. */
  readonly others?: readonly string[];
}

/** A status that says it all. */
export interface EmptyResponse {
  readonly description: string;
  readonly isEmpty: true;
}

export type Responses = Readonly<Record<number, JsonResponse | ContentResponse | EmptyResponse>>;

/** What is sent as it comes, when it is a stream: it ends with the answer, and is destroyed when the caller leaves. */
export interface Content {
  readonly type: string;
  readonly data: string | Buffer | Readable;
}

/** What a handler hands back: JSON under `body`, anything else under `content`, neither where the status says it all. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly content?: Content;
}

/** Where a request comes from. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
  readonly requestId: string;
}

/** What a handler tells of a request for its audit record. */
export interface RecordFacts extends Pick<
  AuditEntry,
  'target' | 'detail' | 'once' | 'workflowId' | 'before' | 'after'
> {
  /** Where it came to something else than what its route is called. */
  readonly action?: AuditAction | undefined;
  /** Where it is not who sent the request. */
  readonly actor?: AuditActor | undefined;
}

/** How a request that makes something is repeated under the same `Idempotency-Key`. */
export interface Idempotency {
  /** Fields of the answer that are shown once: null when the answer is given again. */
  readonly secrets: readonly string[];
}

/** A file as the body: handed on as it arrives. */
export interface Upload {
  /** Media types that are taken. */
  readonly types: readonly string[];
  readonly limitBytes: number;
  /** Of the first type, for the documentation. */
  readonly example: string;
}

/** Which count of requests in a minute a route goes by: records are written one by one, thousands in a minute. */
export type Rate = 'usual' | 'records';

/** A request before validation. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  /** A missing body counts as `{}`. */
  readonly body: unknown;
  readonly headers: unknown;
  readonly actor: Actor | undefined;
  /** Of the session the request came with. */
  readonly csrfToken: string | undefined;
  readonly caller: Caller;
  readonly log: Logger;
  /** The body, where nobody has read it. */
  readonly stream: Readable;
  readonly tell: (facts: RecordFacts) => void;
}

/** One endpoint: what the router, the validation and the OpenAPI document are made from. */
export interface Route {
  readonly method: HttpMethod;
  /** With `{name}` for parameters, as OpenAPI writes it. */
  readonly path: string;
  /** The scope a key needs, or `public`: answered to everybody. */
  readonly access: Scope | 'public';
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly input: InputShape;
  /** An example body, for the documentation. */
  readonly bodyExample: unknown;
  readonly responses: Responses;
  /** Problems of its own, besides those that follow from access and input. */
  readonly problems: readonly ProblemCode[];
  /**
   * What a request that changes something is called on record; `nothing` for one that changes nothing although its method
   * might. Reading is not recorded, unless the handler tells something.
   */
  readonly audit: AuditAction | 'nothing' | undefined;
  /** Open to everybody, but told who is signed in to the browser, if anybody. */
  readonly recognises?: boolean | undefined;
  /** Set where the body is a file. */
  readonly upload?: Upload | undefined;
  /** Of a JSON body; 1 MB unless set. */
  readonly bodyLimitBytes?: number | undefined;
  readonly rate?: Rate | undefined;
  /** Set where `Idempotency-Key` is honoured by keeping the answer. */
  readonly idempotency: Idempotency | undefined;
  /** Validates, then handles. Throws Problem. */
  answer(request: RawRequest, context: ApiContext): Promise<Reply>;
}
