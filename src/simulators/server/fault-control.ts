import type { SimRequest } from './exchange.js';

/** What goes wrong. Everything but `delay` and `clamp-page` replaces or destroys the answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** A string is sent as it is (HTML unless a content-type is given), anything else as JSON. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  /** A page of the edge with status 200. */
  | { readonly kind: 'html-200' }
  /** The request is carried out, half of the JSON answered. `cutConnection`: promised whole, connection lost half-way. */
  | { readonly kind: 'torn-json'; readonly cutConnection?: boolean | undefined }
  /** Never answered; `afterApplying`: the request was carried out all the same. */
  | { readonly kind: 'time-out'; readonly afterApplying: boolean }
  /** Connection destroyed without an answer. */
  | { readonly kind: 'reset'; readonly afterApplying?: boolean | undefined }
  /** No page larger than this: Trakt clamps silently, Bangumi refuses larger ones, each as it does with its own maximum. */
  | { readonly kind: 'clamp-page'; readonly limit: number }
  | { readonly kind: 'delay'; readonly ms: number };

interface FaultRule {
  readonly match?: {
    readonly method?: string | undefined;
    /** Text: the path or its pattern (`/sync/history/{type}`), exactly. RegExp: tried on path and query. */
    readonly path?: RegExp | string | undefined;
    /** Of this access token alone. */
    readonly token?: string | undefined;
  };
  /** Matching requests to let pass first. */
  readonly after?: number | undefined;
  /** How often it happens; absent: always. */
  readonly times?: number | undefined;
  /** 0–1, drawn from a generator of its own: the same seed gives the same requests. */
  readonly probability?: number | undefined;
  readonly seed?: number | undefined;
  readonly fault: Fault;
}

interface FaultHandle {
  /** How often it happened so far. */
  fired(): number;
  remove(): void;
}

export interface FaultControl {
  add(rule: FaultRule): FaultHandle;
  clear(): void;
}

/** A small seeded generator (mulberry32): numbers in [0, 1). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function matches(rule: FaultRule, request: SimRequest): boolean {
  const { method, path, token } = rule.match ?? {};
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return false;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (path === undefined) return true;
  if (typeof path === 'string') return path === request.path || path === request.pattern;
  const query = request.query.toString();
  return new RegExp(path.source, path.flags.replace('g', '')).test(
    query === '' ? request.path : `${request.path}?${query}`,
  );
}

/** One rule and what it has seen. */
function createArmedRule(rule: FaultRule) {
  const random = seededRandom(rule.seed ?? 1);
  let seen = 0;
  let fired = 0;
  return {
    fired: () => fired,
    take(request: SimRequest): Fault | undefined {
      if (!matches(rule, request)) return undefined;
      seen += 1;
      if (seen <= (rule.after ?? 0) || fired >= (rule.times ?? Infinity)) return undefined;
      if (rule.probability !== undefined && random() >= rule.probability) return undefined;
      fired += 1;
      return rule.fault;
    },
  };
}

/** The faults a simulator is told to have, and the faults one request gets (each rule counts for itself). */
export function createFaultControl(): FaultControl & {
  take(request: SimRequest): readonly Fault[];
} {
  let rules: ReturnType<typeof createArmedRule>[] = [];
  return {
    add(rule) {
      const armed = createArmedRule(rule);
      rules = [...rules, armed];
      return {
        fired: armed.fired,
        remove: () => {
          rules = rules.filter((other) => other !== armed);
        },
      };
    },
    clear: () => {
      rules = [];
    },
    take: (request) =>
      rules.map((rule) => rule.take(request)).filter((fault) => fault !== undefined),
  };
}
