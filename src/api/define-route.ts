import { z } from 'zod';
import type { Actor } from './ports.js';
import type { ProblemCode } from './problem-kinds.js';
import { Problem } from './problem.js';
import type {
  ApiContext,
  Content,
  ContentResponse,
  EmptyResponse,
  HttpMethod,
  Idempotency,
  InputShape,
  JsonResponse,
  Rate,
  RawRequest,
  Reply,
  Responses,
  Route,
  Upload,
} from './route.js';
import type { Scope } from './scopes.js';
import { validate } from './validate.js';

/** What a handler may answer: one of the declared statuses with a body of that status's schema, or content of its type. */
type ReplyOf<R extends Responses> = JsonReply<R> | ContentReply<R> | EmptyReply<R>;

interface Headers {
  readonly headers?: Readonly<Record<string, string>>;
}

type JsonReply<R extends Responses> = {
  [S in keyof R & number]: R[S] extends JsonResponse
    ? Headers & { readonly status: S; readonly body: z.input<R[S]['schema']> }
    : never;
}[keyof R & number];

interface ContentReply<R extends Responses> extends Headers {
  readonly status: {
    [S in keyof R & number]: R[S] extends ContentResponse | Paged ? S : never;
  }[keyof R & number];
  readonly content: Content;
}

interface EmptyReply<R extends Responses> extends Headers {
  readonly status: {
    [S in keyof R & number]: R[S] extends EmptyResponse ? S : never;
  }[keyof R & number];
}

/** A response that is JSON or a page. */
interface Paged {
  readonly page: string;
}

interface RouteFacts<I extends InputShape, R extends Responses> {
  readonly method: HttpMethod;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly input?: I;
  readonly bodyExample?: unknown;
  readonly responses: R;
  readonly problems?: readonly ProblemCode[];
  readonly audit?: Route['audit'];
  /** The body is a file. */
  readonly upload?: Upload;
  readonly bodyLimitBytes?: number;
  readonly rate?: Rate;
  /** Honours `Idempotency-Key`, which the input must then name in its headers. */
  readonly idempotency?: Idempotency;
}

type Valid<I extends InputShape> = z.output<z.ZodObject<I>>;

type Circumstances = Pick<RawRequest, 'log' | 'caller' | 'tell' | 'stream'>;

interface PublicRouteSpec<I extends InputShape, R extends Responses> extends RouteFacts<I, R> {
  handler(request: Valid<I> & Circumstances, context: ApiContext): Promise<ReplyOf<NoInfer<R>>>;
}

interface VisitorFacts extends Circumstances {
  /** Who is signed in to the browser; undefined also for a session that has ended. */
  readonly visitor: Actor | undefined;
}

interface VisitedRouteSpec<I extends InputShape, R extends Responses> extends RouteFacts<I, R> {
  handler(request: Valid<I> & VisitorFacts, context: ApiContext): Promise<ReplyOf<NoInfer<R>>>;
}

interface ActorFacts extends Circumstances {
  readonly actor: Actor;
  /** For the browser to send back; undefined where a key was used. */
  readonly csrfToken: string | undefined;
}

interface RouteSpec<I extends InputShape, R extends Responses> extends RouteFacts<I, R> {
  readonly scope: Scope;
  handler(request: Valid<I> & ActorFacts, context: ApiContext): Promise<ReplyOf<NoInfer<R>>>;
}

/** An endpoint for people signed in and holders of a key with the scope. */
export function defineRoute<I extends InputShape, R extends Responses>(
  spec: RouteSpec<I, R>,
): Route {
  return {
    ...factsOf(spec),
    access: spec.scope,
    answer: async (request, context) => {
      const { actor, csrfToken } = request;
      if (actor === undefined)
        throw new Problem('authentication-required', 'This needs an API key or a session.');
      return spec.handler(
        {
          ...validate(shapeOf(spec), request),
          actor,
          csrfToken,
          ...circumstancesOf(request),
        },
        context,
      );
    },
  };
}

/** An endpoint for everybody. */
export function definePublicRoute<I extends InputShape, R extends Responses>(
  spec: PublicRouteSpec<I, R>,
): Route {
  return {
    ...factsOf(spec),
    access: 'public',
    answer: async (request: RawRequest, context): Promise<Reply> =>
      spec.handler({ ...validate(shapeOf(spec), request), ...circumstancesOf(request) }, context),
  };
}

/** An endpoint for everybody that is told who is signed in. */
export const defineVisitedRoute = <I extends InputShape, R extends Responses>(
  spec: VisitedRouteSpec<I, R>,
): Route => ({
  ...factsOf(spec),
  access: 'public',
  recognises: true,
  answer: async (request, context) => {
    const { actor: visitor } = request;
    return spec.handler(
      { ...validate(shapeOf(spec), request), visitor, ...circumstancesOf(request) },
      context,
    );
  },
});

const circumstancesOf = ({ log, caller, tell, stream }: RawRequest): Circumstances => ({
  log,
  caller,
  tell,
  stream,
});

const shapeOf = <I extends InputShape, R extends Responses>({ input }: RouteFacts<I, R>) =>
  z.object(input);

const factsOf = ({
  bodyExample,
  input = {},
  problems = [],
  idempotency,
  ...facts
}: RouteFacts<InputShape, Responses>) => ({
  method: facts.method,
  path: facts.path,
  summary: facts.summary,
  description: facts.description,
  tags: facts.tags,
  responses: facts.responses,
  input,
  bodyExample,
  problems,
  idempotency,
  audit: facts.audit,
  upload: facts.upload,
  bodyLimitBytes: facts.bodyLimitBytes,
  rate: facts.rate,
});
