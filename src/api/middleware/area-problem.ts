import { AuditTooBroadError, SearchRefusedError, UnsettledError } from '../../areas/audit/index.js';
import { AccountError, type AccountErrorKind } from '../../areas/accounts/index.js';
import {
  AppBlockedError,
  ConnectionMissingError,
  NeedsReauthError,
  ConnectingError,
  type ConnectingErrorKind,
} from '../../areas/connections/index.js';
import { RowsMissingError } from '../../areas/history/index.js';
import { ListConflictError, ListInUseError } from '../../areas/lists/index.js';
import { DataSetError, type DataSetErrorKind } from '../../areas/matching/index.js';
import {
  TooManyExportsError,
  UploadError,
  type UploadErrorKind,
} from '../../areas/portable/index.js';
import { NotificationError, type NotificationErrorKind } from '../../areas/notifications/index.js';
import { BufferFullError, SearchTooBroadError } from '../../areas/translation/index.js';
import { TooMuchUsageError } from '../../areas/usage/index.js';
import type { ProblemCode } from '../problem-kinds.js';
import { Problem } from '../problem.js';
import { toFileProblem } from './file-problem.js';

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
const toAccountProblem = ({ kind, message, retryAfter }: AccountError): Problem =>
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
function toConnectingProblem({ kind, message }: ConnectingError): Problem {
  const code = connectingCodes[kind];
  const isPassing = code === 'upstream-unavailable' || code === 'app-blocked';
  return new Problem(code, message, { headers: isPassing ? { 'retry-after': '60' } : {} });
}

const dataSetCodes: Readonly<Record<DataSetErrorKind, ProblemCode>> = {
  unreachable: 'dependency-unavailable',
  'nothing-to-roll-back': 'not-found',
};

/** Why the id map stays as it is, as the api says it. */
const toDataSetProblem = ({ kind, message }: DataSetError): Problem =>
  new Problem(dataSetCodes[kind], message);

const notificationCodes: Readonly<Record<NotificationErrorKind, ProblemCode>> = {
  'mail-not-configured': 'mail-not-configured',
  throttled: 'rate-limited',
  'link-invalid': 'mail-link-invalid',
  'not-failed': 'delivery-not-failed',
};

/** Why nothing is sent, as the api says it; undefined for other errors. */
function toNotificationProblem(error: unknown): Problem | undefined {
  if (!(error instanceof NotificationError)) return undefined;
  const { kind, message, retryAfter } = error;
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return new Problem(notificationCodes[kind], message, { headers });
}

const uploadCodes: Readonly<Record<UploadErrorKind, ProblemCode>> = {
  'too-large': 'file-too-large',
  'broke-off': 'file-broke-off',
  'another-file': 'idempotency-key-reused',
  'under-way': 'idempotency-under-way',
};

/** Why a file is not taken, as the api says it. What was not read of it must not be taken for the next request. */
const toUploadProblem = ({ kind, message }: UploadError): Problem =>
  new Problem(uploadCodes[kind], message, {
    headers: { connection: 'close', ...(kind === 'under-way' ? { 'retry-after': '5' } : {}) },
  });

/** Which rows a choice needs and Bangumi does not have. */
const toRowsProblem = ({ faults }: RowsMissingError): Problem =>
  new Problem(
    'rows-missing',
    'The subject does not have these episodes; nothing was changed. Choose another subject or offset, or say allow_missing.',
    { errors: faults.map(({ place, message }) => ({ in: 'body', pointer: place, message })) },
  );

/** Why records are neither written nor found, as the api says it; undefined for other errors. */
function toTranslationProblem(error: unknown): Problem | undefined {
  if (error instanceof BufferFullError)
    return new Problem('write-buffer-full', error.message, {
      headers: { 'retry-after': String(error.retryAfter) },
    });
  return error instanceof SearchTooBroadError
    ? new Problem('search-too-broad', error.message)
    : undefined;
}

/** What is too much at once, as the api says it; undefined for other errors. */
function toTooMuchProblem(error: unknown): Problem | undefined {
  if (error instanceof TooManyExportsError)
    return new Problem('too-many-exports', error.message, { headers: { 'retry-after': '30' } });
  if (!(error instanceof TooMuchUsageError)) return undefined;
  const { message } = error;
  return new Problem('invalid-input', message, {
    errors: [{ in: 'query', pointer: '/from', message }],
  });
}

/** Why records are not searched, and searches not kept; undefined for other errors. */
function toAuditProblem(error: unknown): Problem | undefined {
  if (error instanceof AuditTooBroadError) return new Problem('audit-too-broad', error.message);
  if (error instanceof SearchRefusedError)
    return new Problem(
      error.kind === 'too-many' ? 'too-many-searches' : 'search-name-taken',
      error.message,
    );
  return error instanceof UnsettledError
    ? new Problem('dependency-unavailable', error.message, { headers: { 'retry-after': '10' } })
    : undefined;
}

/** Why a service cannot be asked in a person's name, as the api says it; undefined for other errors. */
function toConnectionProblem(error: unknown): Problem | undefined {
  if (error instanceof ConnectionMissingError || error instanceof NeedsReauthError)
    return new Problem('connection-needed', error.message);
  return error instanceof AppBlockedError
    ? new Problem('app-blocked', error.message, { headers: { 'retry-after': '60' } })
    : undefined;
}

const others = [
  toTranslationProblem,
  toAuditProblem,
  toConnectionProblem,
  toFileProblem,
  toTooMuchProblem,
  toNotificationProblem,
];

/** What an area refuses, as the api says it; undefined for other errors. */
export function toAreaProblem(error: unknown): Problem | undefined {
  if (error instanceof AccountError) return toAccountProblem(error);
  if (error instanceof ConnectingError) return toConnectingProblem(error);
  if (error instanceof DataSetError) return toDataSetProblem(error);
  if (error instanceof UploadError) return toUploadProblem(error);
  if (error instanceof RowsMissingError) return toRowsProblem(error);
  if (error instanceof ListInUseError) return new Problem('list-in-use', error.message);
  if (error instanceof ListConflictError)
    return new Problem('version-conflict', `${error.message} Read it again, and decide anew.`);
  return others.map((toProblem) => toProblem(error)).find((problem) => problem !== undefined);
}
