import { problems, type ProblemCode } from './problem-kinds.js';

/** A part of the request a fault can stand in. */
export type InputPart = 'body' | 'query' | 'path' | 'header';

export interface InputFault {
  readonly in: InputPart;
  /** RFC 6901, into that part of the request; empty for the part as a whole. */
  readonly pointer: string;
  readonly message: string;
}

interface ProblemOptions {
  readonly errors?: readonly InputFault[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

/** Thrown anywhere under the api; answered as an RFC 9457 problem document. `detail` helps whoever asked and holds no internals. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly InputFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    { errors = [], headers = {}, cause }: ProblemOptions = {},
  ) {
    super(`${code}: ${detail}`, { cause });
    this.errors = errors;
    this.headers = headers;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

/** The document as it goes over the wire. */
export const toProblemBody = ({ code, detail, errors }: Problem, requestId: string) => ({
  type: `/docs/problems#${code}`,
  title: problems[code].title,
  status: problems[code].status,
  code,
  detail,
  request_id: requestId,
  ...(errors.length === 0 ? {} : { errors }),
});

/** A JSON pointer of the keys, escaped as RFC 6901 asks. */
export const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
