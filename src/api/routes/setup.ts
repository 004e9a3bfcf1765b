import { z } from 'zod';
import { setupSchema } from '../contract/account.js';
import { signedInExample, signedInSchema, toSignedIn } from '../contract/session.js';
import { toAuditActor } from '../to-audit-actor.js';
import { definePublicRoute } from '../define-route.js';
import { setupPage, setupScript, setupStyle } from '../pages/setup-page.js';

const tags = ['Account'];

/** Everything from here; the form is sent by our own script. */
const pagePolicy = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
const html = 'text/html; charset=utf-8';

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

const page = definePublicRoute({
  method: 'get',
  path: '/setup',
  summary: 'The page a set-up link leads to',
  description: 'Chinese or English, as the browser asks.',
  tags,
  input: { headers: z.object({ 'accept-language': z.string().optional() }) },
  responses: { 200: { description: 'A page.', type: html } },
  handler: ({ headers }) =>
    Promise.resolve({
      status: 200,
      headers: { ...pagePolicy, vary: 'accept-language' },
      content: { type: html, data: setupPage(headers['accept-language'] ?? '') },
    } as const),
});

const script = definePublicRoute({
  method: 'get',
  path: '/setup/page.js',
  summary: 'Script of the set-up page',
  description: 'Sends the form.',
  tags,
  responses: { 200: { description: 'A script.', type: 'text/javascript; charset=utf-8' } },
  handler: () =>
    Promise.resolve({
      status: 200,
      content: { type: 'text/javascript; charset=utf-8', data: setupScript },
    } as const),
});

const style = definePublicRoute({
  method: 'get',
  path: '/setup/page.css',
  summary: 'Style of the set-up page',
  description: 'For small and large screens.',
  tags,
  responses: { 200: { description: 'A style sheet.', type: 'text/css; charset=utf-8' } },
  handler: () =>
    Promise.resolve({
      status: 200,
      content: { type: 'text/css; charset=utf-8', data: setupStyle },
    } as const),
});

export const setupRoutes = [setUp, page, script, style];
