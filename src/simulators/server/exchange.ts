import type { IncomingHttpHeaders } from 'node:http';

/** A request as the simulated services see it; the prefix is already off the path. */
export interface SimRequest {
  readonly method: string;
  readonly path: string;
  /** `/sync/history/{type}`, or `(unknown)`. */
  readonly pattern: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly address: string;
  /** Where the simulator is mounted: `''` or `/trakt`. */
  readonly prefix: string;
  /** Set by a `clamp-page` fault: the largest page this request may have. */
  readonly maxLimit?: number | undefined;
}

/** `json` is serialised; `text` is sent as it is; neither: an empty body. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly text?: string | undefined;
}

/** Thrown by a guard or a route to answer at once. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly answer: Answer) {
    super(`Refused with ${String(answer.status)}`);
  }
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly pattern: string;
  handle(request: SimRequest): Answer;
}

/** What a simulated service brings; everything else (counting, faults, sockets) is common. */
export interface Service {
  readonly routes: readonly Route[];
  /** Checks headers, tokens and limits before any route; throws `Refusal`. */
  guard(request: SimRequest): void;
  unknownRoute(request: SimRequest): Answer;
  serialize(json: unknown): string;
  /** Told of each request as it arrives; what it returns is called when the request is over. */
  arrived?(request: SimRequest): () => void;
}
