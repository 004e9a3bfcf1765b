import type { AccountError, AccountErrorKind } from '../../areas/accounts/index.js';
import { Problem, type ProblemCode } from '../problem.js';

const codes: Readonly<Record<AccountErrorKind, ProblemCode>> = {
  'name-taken': 'name-taken',
  'last-admin': 'last-admin',
  'invalid-credentials': 'invalid-credentials',
  'wrong-password': 'wrong-password',
  throttled: 'too-many-attempts',
  'setup-link-invalid': 'setup-link-invalid',
  'key-not-active': 'key-not-active',
};

/** What the accounts refuse, as the api says it. */
export const toAccountProblem = ({ kind, message, retryAfter }: AccountError): Problem =>
  new Problem(codes[kind], message, {
    headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  });
