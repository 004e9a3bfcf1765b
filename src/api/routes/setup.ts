import { setupSchema } from '../contract/account.js';
import { signedInExample, signedInSchema, toSignedIn } from '../contract/session.js';
import { toAuditActor } from '../to-audit-actor.js';
import { definePublicRoute } from '../define-route.js';
import { definePage } from '../pages/define-page.js';
import { setupPage, setupScript } from '../pages/setup-page.js';

const tags = ['Account'];

const setUp = definePublicRoute({
  method: 'post',
  path: '/api/v1/setup',
  audit: 'user.set-up',
  summary: 'Choose name and password by a set-up link',
  description:
    'Works once per link; every link of the account is used up, its sessions end, and a new session begins. The first link is printed at the first start; `watchflow setup-link` and administrators make others.',
  tags,
  input: { body: setupSchema },
  bodyExample: {
    token: 'q2hQ0mYb8Jf6Zr1cXv3nT5wK7uLdPsAeRgMiVoYtHjE',
    name: '小明',
    password: 'correct horse battery staple',
    locale: 'zh-CN',
  },
  responses: {
    200: {
      description: 'Set up and signed in; the session is in the cookie.',
      schema: signedInSchema,
      example: signedInExample,
    },
  },
  problems: ['setup-link-invalid', 'name-taken'],
  handler: async ({ body, caller, tell }, context) => {
    const { accounts, cookie } = context;
    const person = await accounts.setupLinks.setUp(body);
    const opened = await accounts.sessions.open(person.id, caller);
    const actor = {
      userId: person.id,
      role: person.role,
      scopes: ['*'],
      via: { kind: 'session', sessionId: opened.session.id },
    } as const;
    tell({ actor: toAuditActor(actor), target: { kind: 'user', id: person.id } });
    return {
      status: 200,
      headers: { 'set-cookie': cookie.issue(opened.token, opened.session.expiresAt) },
      body: toSignedIn({ ...opened, person }),
    };
  },
});

const pages = definePage({
  path: '/setup',
  tags,
  summary: 'The page a set-up link leads to',
  description: 'Chinese or English, as the browser asks.',
  page: setupPage,
  script: setupScript,
});

export const setupRoutes = [setUp, ...pages];
