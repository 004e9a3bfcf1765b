import type { AccountError, AccountErrorKind } from '../../areas/accounts/index.js';
import type { ConnectingError, ConnectingErrorKind } from '../../areas/connections/index.js';
import type { DataSetError, DataSetErrorKind } from '../../areas/matching/index.js';
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
    // A name is sent in one place only, whatever it is for.
    errors: kind === 'name-taken' ? [{ in: 'body', pointer: '/name', message }] : [],
  });

const connectingCodes: Readonly<Record<ConnectingErrorKind, ProblemCode>> = {
  'app-not-configured': 'app-not-configured',
  'unknown-attempt': 'not-found',
  'attempt-over': 'attempt-over',
  'token-refused': 'token-refused',
  'other-account': 'other-account',
  'service-away': 'upstream-unavailable',
  'app-blocked': 'app-blocked',
};

/** Why an account is not connected, as the api says it. */
export function toConnectingProblem({ kind, message }: ConnectingError): Problem {
  const code = connectingCodes[kind];
  const isPassing = code === 'upstream-unavailable' || code === 'app-blocked';
  return new Problem(code, message, { headers: isPassing ? { 'retry-after': '60' } : {} });
}

const dataSetCodes: Readonly<Record<DataSetErrorKind, ProblemCode>> = {
  unreachable: 'dependency-unavailable',
  'nothing-to-roll-back': 'not-found',
};

/** Why the id map stays as it is, as the api says it. */
export const toDataSetProblem = ({ kind, message }: DataSetError): Problem =>
  new Problem(dataSetCodes[kind], message);
