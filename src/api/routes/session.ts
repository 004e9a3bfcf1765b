import { AccountError } from '../../areas/accounts/index.js';
import { idParams, personExample, toPersonBody } from '../contract/account.js';
import {
  credentialsSchema,
  csrfExample,
  endedSchema,
  meSchema,
  sessionExample,
  sessionsSchema,
  signedInExample,
  signedInSchema,
  toSessionBody,
  toSignedIn,
} from '../contract/session.js';
import { definePublicRoute, defineRoute } from '../define-route.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import { toAuditActor } from '../to-audit-actor.js';
import type { ApiContext, RawRequest } from '../route.js';
import { allScopes, holdsScope } from '../scopes.js';

const tags = ['Account'];
const path = '/api/v1/sessions';

const signIn = definePublicRoute({
  method: 'post',
  path,
  audit: 'session.created',
  summary: 'Sign in with name and password',
  description:
    'For browsers; programs use an API key. The session is in an HttpOnly cookie that is renewed from time to time; send `csrf_token` as `X-CSRF-Token` with whatever changes something.',
  tags,
  input: { body: credentialsSchema },
  bodyExample: { name: '小明', password: 'correct horse battery staple' },
  responses: {
    201: { description: 'Signed in.', schema: signedInSchema, example: signedInExample },
  },
  problems: ['invalid-credentials', 'too-many-attempts'],
  handler: async ({ body, caller, tell }, context) => {
    const { person, ...opened } = await signInOrTell(body, { caller, tell }, context);
    const { session, token } = opened;
    const via = { kind: 'session', sessionId: session.id } as const;
    const actor = { userId: person.id, role: person.role, scopes: ['*'], via };
    tell({ actor: toAuditActor(actor), target: { kind: 'session', id: session.id } });
    return {
      status: 201,
      headers: { 'set-cookie': context.cookie.issue(token, session.expiresAt) },
      body: toSignedIn({ ...opened, person }),
    };
  },
});

async function signInOrTell(
  credentials: { readonly name: string; readonly password: string },
  { caller, tell }: Pick<RawRequest, 'caller' | 'tell'>,
  context: ApiContext,
) {
  try {
    return await context.accounts.signIn(credentials, caller);
  } catch (error) {
    if (error instanceof AccountError)
      tell({ action: 'session.refused', detail: { reason: error.kind } });
    throw error;
  }
}

const listSessions = defineRoute({
  method: 'get',
  path,
  scope: 'account:read',
  summary: 'List where you are signed in',
  description: 'Sessions that have not ended, latest use first.',
  tags,
  responses: {
    200: {
      description: 'The sessions.',
      schema: sessionsSchema,
      example: { items: [sessionExample] },
    },
  },
  handler: async ({ actor }, { accounts }) => {
    const sessions = await accounts.sessions.list(actor.userId);
    const current = sessionIdOf(actor);
    return {
      status: 200,
      body: { items: sessions.map((session) => toSessionBody(session, current)) },
    };
  },
});

const endSession = defineRoute({
  method: 'delete',
  path: `${path}/{id}`,
  scope: 'account:write',
  audit: 'session.ended',
  summary: 'End a session',
  description: '`current` signs out: it ends the session this request came with.',
  tags,
  input: { params: idParams },
  responses: { 200: { description: 'It has ended.', schema: endedSchema, example: { ended: 1 } } },
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, context) => {
    const { accounts, cookie } = context;
    const current = sessionIdOf(actor);
    const id = params.id === 'current' ? current : params.id;
    if (id === undefined || !(await accounts.sessions.end(actor.userId, id)))
      throw new Problem('not-found', 'You have no such session.');
    tell({ target: { kind: 'session', id } });
    return {
      status: 200,
      ...(id === current ? { headers: { 'set-cookie': cookie.clear() } } : {}),
      body: { ended: 1 },
    };
  },
});

const endOtherSessions = defineRoute({
  method: 'delete',
  path,
  scope: 'account:write',
  audit: 'session.others-ended',
  summary: 'End every other session',
  description: 'The one this request came with, if any, goes on.',
  tags,
  responses: {
    200: { description: 'They have ended.', schema: endedSchema, example: { ended: 2 } },
  },
  handler: async ({ actor, tell }, context) => {
    const ended = await context.accounts.sessions.endAll(actor.userId, sessionIdOf(actor));
    tell({ target: { kind: 'user', id: actor.userId }, detail: { ended } });
    return { status: 200, body: { ended } };
  },
});

const me = defineRoute({
  method: 'get',
  path: '/api/v1/me',
  scope: 'account:read',
  summary: 'Who you are and what you may do',
  description: 'Gives out the CSRF token of the session.',
  tags,
  responses: {
    200: {
      description: 'You.',
      schema: meSchema,
      example: {
        user: personExample,
        via: 'session',
        scopes: ['sync:read', 'sync:run'],
        csrf_token: csrfExample,
      },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, csrfToken }, { accounts }) => {
    const person = await accounts.people.find(actor.userId);
    if (person === undefined) throw new Problem('not-found', 'The account is being deleted.');
    const held = allScopes.filter((scope) => holdsScope(actor, scope));
    return {
      status: 200,
      body: {
        user: toPersonBody(person),
        via: actor.via.kind,
        scopes: held,
        csrf_token: csrfToken ?? null,
      },
    };
  },
});

const sessionIdOf = ({ via }: Actor): string | undefined =>
  via.kind === 'session' ? via.sessionId : undefined;

export const sessionRoutes = [signIn, listSessions, endSession, endOtherSessions, me];
