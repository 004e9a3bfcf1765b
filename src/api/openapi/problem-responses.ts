import { type ProblemCode, problems } from '../problem-kinds.js';
import type { Route } from '../route.js';

const always: readonly ProblemCode[] = ['host-not-served', 'internal-error'];
const withKey: readonly ProblemCode[] = [
  'authentication-required',
  'invalid-key',
  'session-ended',
  'csrf-refused',
  'missing-scope',
  'rate-limited',
  'quota-exceeded',
  'database-unavailable',
  'temporal-unavailable',
  'dependency-unavailable',
];
const withBody: readonly ProblemCode[] = [
  'malformed-json',
  'body-too-large',
  'unsupported-media-type',
];

const withFile: readonly ProblemCode[] = ['file-too-large', 'file-broke-off', 'unsupported-file'];

const withIdempotency: readonly ProblemCode[] = ['idempotency-under-way', 'idempotency-key-reused'];

/** A page of another site must not sign somebody in. */
const withoutKey = ({ method }: Route): readonly ProblemCode[] =>
  method === 'get' ? [] : ['csrf-refused'];

const waiting = new Set<number>([429, 503]);
const retryAfter = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
};

/** The problems a route can answer: those of its own and those that follow from its access and input. */
export const problemsOf = (route: Route): readonly ProblemCode[] => [
  ...(Object.keys(route.input).length > 0 ? (['invalid-input'] as const) : []),
  ...(route.input.body === undefined ? [] : withBody),
  ...(route.upload === undefined ? [] : withFile),
  ...(route.access === 'public' ? withoutKey(route) : withKey),
  ...(route.idempotency === undefined ? [] : withIdempotency),
  ...route.problems,
  ...always,
];

/** One response per status, with an example per code. */
export function problemResponses(
  codes: readonly ProblemCode[],
  schema: object,
): Record<string, { readonly description: string; readonly content: object }> {
  const statuses = [...new Set(codes.map((code) => problems[code].status))];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      toResponse(
        codes.filter((code) => problems[code].status === status),
        schema,
      ),
    ]),
  );
}

const toResponse = (codes: readonly ProblemCode[], schema: object) => ({
  ...(codes.some((code) => waiting.has(problems[code].status)) ? { headers: retryAfter } : {}),
  description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
  content: {
    'application/problem+json': {
      schema,
      examples: Object.fromEntries(codes.map((code) => [code, { value: toExample(code) }])),
    },
  },
});

const toExample = (code: ProblemCode) => ({
  type: `/docs/problems#${code}`,
  title: problems[code].title,
  status: problems[code].status,
  code,
  detail: problems[code].meaning,
  request_id: '5f0c7c1e-3a0e-4f57-9c80-8a4b3f1d2e6c',
  ...(code === 'invalid-input' ? { errors: [faultExample] } : {}),
});

const faultExample = {
  in: 'query',
  pointer: '/limit',
  message: 'Too big: expected number to be <=100',
};
