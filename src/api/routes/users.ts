import {
  deletedSchema,
  deletionSchema,
  idParams,
  madePersonSchema,
  newPersonSchema,
  peoplePageSchema,
  personChangeSchema,
  personExample,
  personSchema,
  setupLinkSchema,
  setupUrlExample,
  toPersonBody,
} from '../contract/account.js';
import { toLimits } from '../contract/limits.js';
import { pageQuery } from '../contract/page.js';
import { idempotencyHeaders } from '../contract/sync.js';
import { defineRoute } from '../define-route.js';
import { differenceOf } from '../../platform/lib/difference-of.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import type { ApiContext } from '../route.js';
import { holdsScope } from '../scopes.js';
import { changePerson } from './change-person.js';

const tags = ['Users'];
const path = '/api/v1/users';
const onePath = `${path}/{id}`;

const createUser = defineRoute({
  method: 'post',
  path,
  scope: 'admin:users',
  audit: 'user.created',
  summary: 'Make an account',
  description:
    'Without a password the answer holds a set-up link, shown once, by which the person chooses one.',
  tags,
  input: { body: newPersonSchema, headers: idempotencyHeaders },
  bodyExample: { name: '小明', role: 'member', locale: 'zh-CN' },
  idempotency: { secrets: ['setup_url'] },
  responses: {
    201: {
      description: 'Made.',
      schema: madePersonSchema,
      example: { ...personExample, set_up: false, setup_url: setupUrlExample },
    },
  },
  problems: ['name-taken'],
  handler: async ({ body, tell }, context) => {
    const wish = { ...body, limits: toLimits(body.limits) };
    const person = await context.accounts.people.create(wish);
    const target = { kind: 'user', id: person.id };
    tell({ target, detail: { role: body.role }, after: person });
    const link =
      body.password === undefined
        ? await context.accounts.setupLinks.issue(person.id, 'only')
        : undefined;
    return {
      status: 201,
      headers: { location: `${path}/${person.id}` },
      body: {
        ...toPersonBody(person),
        setup_url: link === undefined ? null : setupUrlOf(context, link.token),
      },
    };
  },
});

const setupUrlOf = ({ publicUrl }: ApiContext, token: string): string =>
  `${publicUrl}/setup#${token}`;

const listUsers = defineRoute({
  method: 'get',
  path,
  scope: 'admin:users',
  summary: 'List the accounts',
  description: 'In the order they were made.',
  tags,
  input: { query: pageQuery },
  responses: {
    200: {
      description: 'A page of accounts.',
      schema: peoplePageSchema,
      example: { items: [personExample], next_cursor: null },
    },
  },
  handler: async ({ query }, { accounts }) => {
    const page = await accounts.people.list(query);
    return {
      status: 200,
      body: { items: page.items.map(toPersonBody), next_cursor: page.nextCursor },
    };
  },
});

const readUser = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'account:read',
  summary: 'Read an account',
  description: "One's own; any with `admin:users`.",
  tags,
  input: { params: idParams },
  responses: { 200: { description: 'It.', schema: personSchema, example: personExample } },
  problems: ['not-found'],
  handler: async ({ actor, params }, { accounts }) => {
    assertMaySee(actor, params.id);
    const person = await accounts.people.find(params.id);
    if (person === undefined) throw noSuchUser();
    return { status: 200, body: toPersonBody(person) };
  },
});

const changeUser = defineRoute({
  method: 'patch',
  path: onePath,
  scope: 'account:write',
  audit: 'user.changed',
  summary: 'Change an account',
  description:
    "One's own name, language and, with the present one, password; with `admin:users` any account, its role, its limits and whether it is disabled. Whatever is left out stays. A new password ends the other sessions; API keys go on. Whoever is disabled gets in by nothing, their schedule is paused and a sync under way stopped; enabling lets the schedule go on.",
  tags,
  input: { params: idParams, body: personChangeSchema },
  bodyExample: { locale: 'zh-CN' },
  responses: {
    200: { description: 'As it is now.', schema: personSchema, example: personExample },
  },
  problems: ['not-found', 'name-taken', 'last-admin', 'wrong-password', 'too-many-attempts'],
  handler: async ({ actor, params, body, caller, log, tell }, context) => {
    assertMaySee(actor, params.id);
    const changed = Object.keys(body).filter((field) => field !== 'current_password');
    tell({ target: { kind: 'user', id: params.id }, detail: { changed, disabled: body.disabled } });
    const before = await context.accounts.people.find(params.id);
    const person = await changePerson({ id: params.id, change: body, actor, caller, log }, context);
    tell(differenceOf(before ?? {}, person));
    return { status: 200, body: toPersonBody(person) };
  },
});

const linkUser = defineRoute({
  method: 'post',
  path: `${onePath}/setup-link`,
  scope: 'admin:users',
  audit: 'user.setup-link-made',
  summary: 'Make a set-up link for an account',
  description:
    'For somebody who lost theirs or forgot the password. Earlier links of the account are no longer good; its password is, until the new one is chosen.',
  tags,
  input: { params: idParams },
  responses: {
    201: {
      description: 'Shown once.',
      schema: setupLinkSchema,
      example: { setup_url: setupUrlExample, expires_at: '2026-11-23T09:00:00.000Z' },
    },
  },
  problems: ['not-found'],
  handler: async ({ params, tell }, context) => {
    tell({ target: { kind: 'user', id: params.id } });
    const person = await context.accounts.people.find(params.id);
    if (person === undefined) throw noSuchUser();
    const { token, expiresAt } = await context.accounts.setupLinks.issue(person.id, 'only');
    return {
      status: 201,
      body: { setup_url: setupUrlOf(context, token), expires_at: expiresAt.toISOString() },
    };
  },
});

const deleteUser = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'account:write',
  audit: 'user.deleted',
  summary: 'Delete an account and all that is stored of the person',
  description:
    "One's own, with the password; any with `admin:users`. Nobody gets in from that moment; a sync under way is stopped, the token is revoked at Trakt, then connections, schedule, history and settings are removed. What is on Trakt and Bangumi stays.",
  tags,
  input: { params: idParams, body: deletionSchema },
  bodyExample: { password: 'correct horse battery staple' },
  responses: {
    200: { description: 'Gone.', schema: deletedSchema, example: { outcome: 'deleted' } },
    202: {
      description: 'On its way; GET answers 404 from now on.',
      schema: deletedSchema,
      example: { outcome: 'deleting' },
    },
  },
  problems: ['not-found', 'last-admin', 'wrong-password', 'too-many-attempts'],
  handler: async ({ actor, params, body, caller, tell }, context) => {
    const { id } = params;
    assertMaySee(actor, id);
    tell({ target: { kind: 'user', id } });
    const isOwn = id === actor.userId;
    if (isOwn) {
      const { password = '' } = body;
      await context.accounts.confirmPassword({ userId: id, password }, caller.address);
    }
    const outcome = await context.accountDeletion.delete(id);
    const headers = {
      ...(isOwn ? { 'set-cookie': context.cookie.clear() } : {}),
      ...(outcome === 'deleting' ? { location: `${path}/${id}` } : {}),
    };
    return { status: outcome === 'deleted' ? 200 : 202, headers, body: { outcome } };
  },
});

/** Whoever may not manage accounts finds none but their own. */
function assertMaySee(actor: Actor, id: string): void {
  if (id !== actor.userId && !holdsScope(actor, 'admin:users')) throw noSuchUser();
}

const noSuchUser = () => new Problem('not-found', 'There is no such account.');

export const userRoutes = [createUser, listUsers, readUser, changeUser, linkUser, deleteUser];
