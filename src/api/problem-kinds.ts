import { fileProblems } from './file-problems.js';
import { notificationProblems } from './notification-problems.js';
import { requestLimitProblems } from './request-limit-problems.js';
import { auditProblems } from './audit-problems.js';
import { signInProblems, type ProblemKind } from './sign-in-problems.js';

/** Every error this API answers. Codes are published: they may be added to, never renamed. */
export const problems = {
  'malformed-request': {
    status: 400,
    title: 'The request is not valid HTTP',
    meaning:
      'The request line or its headers could not be read. Check the client or the proxy in between.',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body could not be parsed; `errors[0]` says where reading stopped.',
  },
  'invalid-input': {
    status: 400,
    title: 'The request holds values that cannot be used',
    meaning:
      'Every fault is listed in `errors`, with the part of the request and a JSON pointer into it. Nothing was changed.',
  },
  ...signInProblems,
  ...fileProblems,
  ...notificationProblems,
  'missing-scope': {
    status: 403,
    title: 'A scope is lacking',
    meaning:
      'The key is valid but was not made for this, or this is for administrators; the detail names the scope it needs.',
  },
  'scope-not-held': {
    status: 403,
    title: 'An API key may do no more than whoever makes it',
    meaning: 'Making or rotating a key needs every scope it has; the detail names those lacking.',
  },
  'route-not-found': {
    status: 404,
    title: 'There is nothing at this path',
    meaning: 'See /docs for the paths there are.',
  },
  'task-not-found': {
    status: 404,
    title: 'There is no such task',
    meaning:
      'The id was never given out, or belongs to another person. GET /api/sync/history lists the runs there are.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    meaning: 'It does not exist, or belongs to another person.',
  },
  'name-taken': {
    status: 409,
    title: 'Somebody else has this name',
    meaning: 'Names differ in more than case and width. Choose another.',
  },
  ...auditProblems,
  'last-admin': {
    status: 409,
    title: 'Nobody could administer any more',
    meaning:
      'The last administrator can be neither demoted, disabled nor deleted. Make another person one first.',
  },
  'key-not-active': {
    status: 409,
    title: 'The API key is revoked, expired or being changed',
    meaning: 'Only an active key can be rotated. Make a new one.',
  },
  'run-ended': {
    status: 409,
    title: 'The run has ended',
    meaning: 'There is nothing to cancel any more. GET /api/v1/runs/{id} has its result.',
  },
  'run-queued': {
    status: 409,
    title: 'The run waits behind another',
    meaning:
      'It cannot be taken out of the line alone. Cancel it once it has begun, or cancel the run under way, which takes with it those that wait.',
  },
  'nothing-to-undo': {
    status: 409,
    title: 'The run has set nothing that could be taken back',
    meaning:
      'It marked nothing on Bangumi, or all of it has been taken back or set again by a later run. GET /api/v1/runs/{id}/marks tells.',
  },
  'list-in-use': {
    status: 409,
    title: 'Other lists build on this one',
    meaning: 'The detail names them. Change their rules, or delete them, first.',
  },
  'question-answered': {
    status: 409,
    title: 'The question has been answered otherwise',
    meaning: 'It was approved, declined or has expired. The detail says which.',
  },
  'run-not-ended': {
    status: 409,
    title: 'The run has not ended',
    meaning: 'Only of a run that is over it is known what failed. Wait for its end or cancel it.',
  },
  'idempotency-under-way': {
    status: 409,
    title: 'The same request has not been answered yet',
    meaning:
      'The Idempotency-Key was used a moment ago and that request is still carried out, or was cut off. Repeat it later; after a minute look whether it was carried out, and use a new key if not.',
  },
  'schedule-held': {
    status: 409,
    title: 'The schedule is paused by somebody else',
    meaning:
      'The detail says by whom. What an operator paused only an administrator or the operator resumes; what the settings, a lost connection or SYNC_ENABLED paused ends with its cause.',
  },
  'state-unknown': {
    status: 400,
    title: 'Nobody was sent to the service with this state',
    meaning:
      'The address a service sends people back to was opened with a state that was never given out, or long ago. Begin again at …/auth/init.',
  },
  'code-refused': {
    status: 400,
    title: 'The service does not take the code',
    meaning: 'It is too old, was used before, or is of another app. Begin again at …/auth/init.',
  },
  'consent-denied': {
    status: 403,
    title: 'The person did not agree at the service',
    meaning: 'Nothing was connected, and what was connected before still is.',
  },
  'other-session': {
    status: 403,
    title: 'This was begun in another session',
    meaning:
      'Whoever began to connect an account must come back in the same browser, signed in as before. Sign in and begin again.',
  },
  'app-not-configured': {
    status: 409,
    title: 'The operator has set up no app at the service',
    meaning: 'The detail names the settings that are missing. Bangumi also takes a personal token.',
  },
  'other-account': {
    status: 409,
    title: 'It is another account than the one connected before',
    meaning:
      'So that two histories do not mix unasked, nothing is connected yet: accept the attempt with ledger `keep` or `forget`, or disconnect with purge=true first.',
  },
  'connection-needed': {
    status: 409,
    title: 'The account at the service is not connected',
    meaning:
      'It has to be asked in your name. Connect the account, or connect it again; nothing was changed.',
  },
  'attempt-over': {
    status: 409,
    title: 'The attempt is over, or waits for something else',
    meaning: 'GET …/connections/attempts/{id} says how it stands. Begin a new one.',
  },
  'attempt-expired': {
    status: 410,
    title: 'The attempt has expired',
    meaning: 'Ten minutes are given to sign in at the service. Begin again at …/auth/init.',
  },
  'batch-refused': {
    status: 422,
    title: 'The batch is atomic and holds items that cannot be written',
    meaning: '`errors` names each by a pointer into the body. Nothing of the batch was written.',
  },
  'search-too-broad': {
    status: 422,
    title: 'The search takes too long',
    meaning:
      'Texts are not indexed. Narrow the search down by session_id, status, or created_from and created_to.',
  },
  'rows-missing': {
    status: 422,
    title: 'The subject does not have these episodes',
    meaning:
      '`errors` names each. Choose another subject or offset, or say `allow_missing` when they are still to come. Nothing was changed.',
  },
  'token-refused': {
    status: 422,
    title: 'The service does not accept the token',
    meaning: 'Nothing was stored. Make a new token at the service.',
  },
  'version-conflict': {
    status: 412,
    title: 'Somebody else changed it since you read it',
    meaning: 'Nothing was changed. Read it again, and send the change with the version it has now.',
  },
  'setup-link-invalid': {
    status: 410,
    title: 'The set-up link is no longer good',
    meaning:
      'It is unknown, expired or has been used. `watchflow setup-link` makes a new one; an administrator can too.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key stands for another request',
    meaning: 'Within a day it was sent with something else. Use a new key for each new request.',
  },
  'too-many-streams': {
    status: 429,
    title: 'Too many streams of events are open',
    meaning:
      'A person may have six open at a time. Close one, or ask GET /api/v1/runs/{id}/progress now and then.',
  },
  'too-many-exports': {
    status: 429,
    title: 'Too many exports are under way',
    meaning:
      'A person may have two at a time, and everybody together four. Wait until one is done.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts to sign in',
    meaning:
      'Counted per account and address; wait as many seconds as `Retry-After` says. Nobody is locked out for good.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This path does not take this method',
    meaning: 'The `Allow` header lists the methods it takes.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning:
      'A body may have 1 MB, unpacked, and 32 MB where records are written. Send less at a time.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Only JSON is understood here',
    meaning: 'Send `Content-Type: application/json` in UTF-8, plain or gzip.',
  },
  'host-not-served': {
    status: 421,
    title: 'This host name is not served here',
    meaning:
      'On a loopback address only localhost, 127.0.0.1, [::1] and the host of PUBLIC_URL are answered, so that a web page cannot reach the API under a name of its own.',
  },
  ...requestLimitProblems,
  'internal-error': {
    status: 500,
    title: 'Something unexpected went wrong',
    meaning: 'Not the fault of the request. The log has the reason under the same `request_id`.',
  },
  'upstream-unavailable': {
    status: 503,
    title: 'Trakt or Bangumi cannot be asked at the moment',
    meaning: 'Nothing was changed. Repeat the request after `Retry-After` seconds.',
  },
  'app-blocked': {
    status: 503,
    title: "The service does not serve the operator's app",
    meaning: 'Administrators have been told. Everything that is connected is kept.',
  },
  'write-buffer-full': {
    status: 503,
    title: 'Too much waits to be written',
    meaning: 'Nothing of the request was kept. Send it again after `Retry-After` seconds.',
  },
  'database-unavailable': {
    status: 503,
    title: 'The database cannot be reached',
    meaning: 'Repeat the request after `Retry-After` seconds; GET /health tells the state.',
  },
  'temporal-unavailable': {
    status: 503,
    title: 'Temporal cannot be reached',
    meaning:
      'Syncs and schedules cannot be reached for the moment. Repeat the request after `Retry-After` seconds; GET /health tells the state.',
  },
  'dependency-unavailable': {
    status: 503,
    title: 'A service watchflow stands on cannot be reached',
    meaning: 'Repeat the request after `Retry-After` seconds; GET /health tells the state.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof problems;
