import { z } from 'zod';
import type { Returned } from '../../../areas/connections/index.js';
import { toAttemptBody, type callbackQuery } from '../../contract/connections/attempt.js';
import { languageOf, type PageLanguage } from '../../pages/page-language.js';
import type { ReturnOutcome } from '../../pages/connecting/page-texts.js';
import { returnPage } from '../../pages/connecting/return-page.js';
import type { Actor } from '../../ports.js';
import { problems, type ProblemCode } from '../../problem-kinds.js';
import { Problem, type InputFault } from '../../problem.js';
import type { ApiContext, RawRequest } from '../../route.js';
import { nameOf } from '../change-settings.js';
import { path } from './connections.js';

export const html = 'text/html; charset=utf-8';

/** Everything from here; the answers are sent by our own script. */
const pagePolicy = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  vary: 'accept, accept-language, cookie',
};

const problemCodes = {
  'other-account': 'other-account',
  denied: 'consent-denied',
  expired: 'attempt-expired',
  cancelled: 'attempt-over',
  'unknown-state': 'state-unknown',
  'other-session': 'other-session',
  'code-refused': 'code-refused',
  'app-blocked': 'app-blocked',
  'service-away': 'upstream-unavailable',
  interrupted: 'attempt-over',
} as const satisfies Partial<Record<ReturnOutcome, ProblemCode>>;

/** Where in the address the fault is, if it is there. */
const places: Partial<Record<ProblemCode, readonly InputFault[]>> = {
  'state-unknown': [{ in: 'query', pointer: '/state', message: 'was never given out here' }],
  'code-refused': [{ in: 'query', pointer: '/code', message: 'is not taken by the service' }],
};

export const returnProblems = [...new Set(Object.values(problemCodes))];

function outcomeOf(returned: Returned): ReturnOutcome {
  if (returned.kind !== 'attempt') return returned.kind;
  const { status, reason } = returned.attempt;
  if (status === 'pending' || status === 'exchanging') return 'under-way';
  return status === 'failed' ? (reason ?? 'interrupted') : status;
}

interface Back {
  readonly service: 'trakt' | 'bangumi';
  readonly query: z.output<typeof callbackQuery>;
  readonly headers: z.output<typeof pageHeaders>;
  readonly visitor: Actor | undefined;
  readonly tell: RawRequest['tell'];
}

export const pageHeaders = z.object({
  accept: z.string().optional(),
  'accept-language': z.string().optional(),
});

/** Ends the attempt that a browser comes back from, and tells how. */
export async function answerReturn(back: Back, context: ApiContext) {
  const { service, query, visitor } = back;
  const browser =
    visitor === undefined ? undefined : { userId: visitor.userId, via: nameOf(visitor) };
  const { state, code, error } = query;
  const returned = await context.connections.finishCode({ service, state, code, error, browser });
  tellEnd(returned, back);
  const outcome = outcomeOf(returned);
  return prefersJson(back.headers.accept)
    ? inJson(outcome, returned)
    : asPage(outcome, returned, { back, context });
}

function tellEnd(returned: Returned, { tell }: Back): void {
  if (returned.kind !== 'attempt' || !returned.isNew) return;
  const { attempt, userId } = returned;
  const isConnected = attempt.status === 'connected';
  tell({
    action: isConnected ? 'connection.connected' : 'connection.refused',
    // Who came back may be nobody we know; whose attempt it is was settled when it began.
    actor: { kind: 'user', userId, via: `attempt:${attempt.id}` },
    target: { kind: 'connection', id: attempt.service },
    detail: { by: attempt.kind, account: attempt.accountName, attempt: attempt.status },
  });
}

function inJson(outcome: ReturnOutcome, returned: Returned) {
  const isFine = outcome === 'connected' || outcome === 'under-way';
  if (!isFine || returned.kind !== 'attempt') {
    const problem = isFine ? 'state-unknown' : problemCodes[outcome];
    const found = returned.kind === 'attempt' ? ` The attempt is ${returned.attempt.id}.` : '';
    throw new Problem(problem, `${problems[problem].meaning}${found}`, {
      errors: places[problem] ?? [],
    });
  }
  const body = toAttemptBody(returned.attempt);
  if (outcome === 'connected') return { status: 200, body } as const;
  return { status: 202, headers: locationOf(returned), body } as const;
}

/** Where an attempt under way is asked for. */
const locationOf = (returned: Returned): Readonly<Record<string, string>> =>
  returned.kind === 'attempt' ? { location: `${path}/attempts/${returned.attempt.id}` } : {};

interface Circumstances {
  readonly back: Back;
  readonly context: ApiContext;
}

async function asPage(
  outcome: ReturnOutcome,
  returned: Returned,
  { back, context }: Circumstances,
) {
  const { visitor, service } = back;
  const data = returnPage({
    outcome,
    service,
    language: await languageFor(back, context),
    prefix: new URL(context.publicUrl).pathname.replace(/\/$/, ''),
    ...(await factsOf(returned, context)),
    isSignedIn: visitor !== undefined,
  });
  const headers = outcome === 'under-way' ? { ...pagePolicy, ...locationOf(returned) } : pagePolicy;
  return { status: statusOf(outcome), headers, content: { type: html, data } } as const;
}

async function languageFor(
  { visitor, headers }: Back,
  { accounts }: ApiContext,
): Promise<PageLanguage> {
  const reader = visitor === undefined ? undefined : await accounts.people.find(visitor.userId);
  return reader?.locale ?? languageOf(headers['accept-language'] ?? '');
}

async function factsOf(returned: Returned, { accounts }: ApiContext) {
  if (returned.kind !== 'attempt')
    return { account: null, person: null, returnTo: null, attemptId: null };
  const { accountName: account, returnTo, id: attemptId } = returned.attempt;
  const owner = await accounts.people.find(returned.userId);
  return { account, person: owner?.name ?? null, returnTo, attemptId };
}

function statusOf(outcome: ReturnOutcome) {
  if (outcome === 'connected') return 200;
  return outcome === 'under-way' ? 202 : problems[problemCodes[outcome]].status;
}

/** A browser names HTML first; a program that wants JSON says so. */
function prefersJson(accept = ''): boolean {
  const weightOf = (type: RegExp): number => {
    const part = accept.split(',').find((one) => type.test(one.trim()));
    const weight = /;\s*q=([\d.]+)/.exec(part ?? '')?.[1];
    return part === undefined ? 0 : Number(weight ?? 1);
  };
  return weightOf(/^application\/(?:[\w.-]+\+)?json\b/i) > weightOf(/^text\/html\b/i);
}
