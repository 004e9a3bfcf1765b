import { InputError, NotFoundError } from '../../platform/lib/errors.js';
import { toUnavailable } from '../dependency-down.js';
import { toAreaProblem } from './area-problem.js';
import { type InputFault, type InputPart, Problem, toPointer, toProblemBody } from '../problem.js';
import { serialise } from '../serialise.js';
import { toInputProblem } from '../validate.js';
import type { ApiMiddleware, ApiRequest } from './api-state.js';

/** Turns whatever is thrown below into a problem document. */
export const answerProblems: ApiMiddleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    answerProblem(ctx, toProblem(error));
  }
};

function answerProblem(ctx: ApiRequest, problem: Problem): void {
  ctx.state.problem = problem.code;
  if (problem.cause !== undefined) ctx.state.err = problem.cause;
  ctx.status = problem.status;
  ctx.set(problem.headers);
  ctx.type = 'application/problem+json';
  ctx.body = serialise(toProblemBody(problem, ctx.state.requestId));
  // What is left of a body nobody reads must flow off, else the caller never gets to read the answer.
  ctx.req.unpipe();
  ctx.req.resume();
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InputError) return toInputProblem(toInputFaults(error));
  if (error instanceof NotFoundError) return new Problem('not-found', error.message);
  if (error instanceof URIError) {
    return new Problem(
      'malformed-request',
      'The address holds a % that is not followed by a valid escape.',
    );
  }
  const detail =
    'Something unexpected went wrong on our side. Tell the operator the request id: the log has the reason.';
  return (
    toAreaProblem(error) ??
    toUnavailable(error) ??
    new Problem('internal-error', detail, { cause: error ?? 'nothing' })
  );
}

/** What an area calls a part of the request, where it is not the body. */
const parts: Readonly<Record<string, InputPart>> = { query: 'query', path: 'path' };

/** Areas name a place by a pointer or by their own field name; our fields are in snake case. */
const toInputFaults = ({ subject, faults }: InputError): InputFault[] =>
  faults.map(({ place, message }) => ({
    in: parts[subject] ?? 'body',
    pointer: toPlace(place),
    message,
  }));

function toPlace(place: string): string {
  if (place === '' || place.startsWith('/')) return place;
  return toPointer([place.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]);
}
