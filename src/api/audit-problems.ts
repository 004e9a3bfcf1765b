import type { ProblemKind } from './sign-in-problems.js';

/** About what is on record, and searches of it. */
export const auditProblems = {
  'search-name-taken': {
    status: 409,
    title: 'You have a search of this name',
    meaning: 'Names differ in more than case and width. Choose another, or change that one.',
  },
  'too-many-searches': {
    status: 409,
    title: 'You keep as many searches as may be kept',
    meaning: 'A person may keep fifty. Remove one.',
  },
  'audit-too-broad': {
    status: 422,
    title: 'Too many records would have to be read',
    meaning: 'Narrow it down by `from` and `to`, or by another filter.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
