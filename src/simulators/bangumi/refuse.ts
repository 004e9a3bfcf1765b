import { Refusal, type Answer, type SimRequest } from '../server/exchange.js';

const titles = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [415, 'Unsupported Media Type'],
  [429, 'Too Many Request'],
]);

/** Bangumi's error JSON (Bangumi API notes §1); the 429 alone comes without details. */
export function errorAnswer(
  request: SimRequest,
  status: number,
  fault: { description: string; title?: string; error?: string },
): Answer {
  const title = fault.title ?? titles.get(status) ?? 'Internal Server Error';
  if (status === 429) return { status, json: { title, description: fault.description } };
  const details = {
    path: request.path,
    method: request.method,
    query_string: request.query.toString(),
    ...(fault.error !== undefined && { error: fault.error }),
  };
  return {
    status,
    json: { title, description: fault.description, request_id: '8f0000000000sim', details },
  };
}

export function refuse(request: SimRequest, status: number, description: string): never {
  throw new Refusal(errorAnswer(request, status, { description }));
}
