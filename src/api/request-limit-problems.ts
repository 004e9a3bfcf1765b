import type { ProblemKind } from './sign-in-problems.js';

/** Of who asks too much. Codes are published: they may be added to, never renamed. */
export const requestLimitProblems = {
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    meaning: 'Wait as many seconds as `Retry-After` says.',
  },
  'quota-exceeded': {
    status: 429,
    title: 'The key has made all the requests it may',
    meaning:
      'A day or month (UTC) holds no more for this key, or for all keys of the person together. `Retry-After` says when the next one begins; whose key it is has been told.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
