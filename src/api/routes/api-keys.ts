import type { z } from 'zod';
import { changeOfKey } from '../../areas/accounts/index.js';
import { idParams } from '../contract/account.js';
import {
  keyChangeSchema,
  keyExample,
  keySchema,
  keysPageSchema,
  madeKeyExample,
  madeKeySchema,
  newKeySchema,
  rotationSchema,
  toKeyBody,
} from '../contract/api-key.js';
import { toLimits } from '../contract/limits.js';
import { pageQuery } from '../contract/page.js';
import { idempotencyHeaders } from '../contract/sync.js';
import { acceptHeaders, formatQuery, wantsCsv, whoseQuery } from '../contract/usage.js';
import { defineRoute } from '../define-route.js';
import type { Actor } from '../ports.js';
import { Problem, type InputFault } from '../problem.js';
import type { ApiContext } from '../route.js';
import { holdsScope, mayHandOn } from '../scopes.js';
import { toInputProblem } from '../validate.js';
import { table, whoseKeys } from './usage.js';

const tags = ['API keys'];
const path = '/api/v1/api-keys';
const onePath = `${path}/{id}`;
const hourMs = 3600_000;

const createKey = defineRoute({
  method: 'post',
  path,
  scope: 'keys:write',
  audit: 'api-key.created',
  summary: 'Make an API key',
  description: 'The key is shown in this answer and never again.',
  tags,
  input: { body: newKeySchema, headers: idempotencyHeaders },
  bodyExample: { name: 'home server', scopes: ['sync:read', 'sync:run'] },
  idempotency: { secrets: ['key'] },
  responses: { 201: { description: 'Made.', schema: madeKeySchema, example: madeKeyExample } },
  problems: ['scope-not-held'],
  handler: async ({ actor, body, tell }, context) => {
    assertHolds(actor, body.scopes, (at) => ({ in: 'body', pointer: `/scopes/${at}` }));
    assertMayAllow(actor, body.limits, context);
    const { name, scopes, expires_at: expiresAt } = body;
    const limits = toLimits(body.limits);
    const wish = { name, scopes, expiresAt, limits };
    const made = await context.accounts.keys.create(actor.userId, wish);
    const target = { kind: 'key', id: made.view.id };
    tell({ target, detail: { scopes }, after: made.view });
    return {
      status: 201,
      headers: { location: `${path}/${made.view.id}` },
      body: { ...toKeyBody(made.view), key: made.key },
    };
  },
});

const listKeys = defineRoute({
  method: 'get',
  path,
  scope: 'keys:read',
  summary: 'List your API keys',
  description:
    'Newest first, revoked and expired ones too. As a table (CSV) they all come at once. No key itself is among it.',
  tags,
  audit: 'export.made',
  input: {
    query: pageQuery.extend({ format: formatQuery, whose: whoseQuery }),
    headers: acceptHeaders,
  },
  responses: {
    200: {
      description: 'A page of keys; or, as a table, all of them.',
      schema: keysPageSchema,
      example: { items: [keyExample], next_cursor: null },
      page: 'text/csv',
    },
  },
  problems: ['missing-scope'],
  handler: async ({ actor, query, headers, tell }, { accounts, usage }) => {
    const userId = whoseKeys(actor, query.whose);
    if (wantsCsv({ query, headers })) {
      tell({ target: { kind: 'user', id: userId ?? 'all' }, detail: { what: 'api-keys' } });
      return table('api-keys', usage.exportKeys(userId));
    }
    const page = await accounts.keys.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toKeyBody), next_cursor: page.nextCursor },
    };
  },
});

const readKey = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'keys:read',
  summary: 'Read an API key',
  description: 'All but the key itself.',
  tags,
  input: { params: idParams },
  responses: { 200: { description: 'It.', schema: keySchema, example: keyExample } },
  problems: ['not-found'],
  handler: async ({ actor, params }, { accounts }) => {
    const key = await accounts.keys.find(actor.userId, params.id);
    if (key === undefined) throw noSuchKey();
    return { status: 200, body: toKeyBody(key) };
  },
});

const changeKey = defineRoute({
  method: 'patch',
  path: onePath,
  scope: 'keys:write',
  audit: 'api-key.changed',
  summary: 'Change the name or the limits of an API key',
  description:
    'Limits count requests over all processes. People may set them up to what is configured for all keys; administrators any, and with the scope `admin:usage` those of everybody’s keys.',
  tags,
  input: { params: idParams, body: keyChangeSchema },
  bodyExample: { limits: { per_day: 1000 } },
  responses: { 200: { description: 'As it is now.', schema: keySchema, example: keyExample } },
  problems: ['not-found'],
  handler: async ({ actor, params, body, tell }, context) => {
    tell({ target: { kind: 'key', id: params.id }, detail: { ...body.limits } });
    assertMayAllow(actor, body.limits, context);
    const userId = holdsScope(actor, 'admin:usage') ? undefined : actor.userId;
    const change = { name: body.name, limits: toLimits(body.limits) };
    const { keys } = context.accounts;
    const before = await keys.find(userId, params.id);
    const key = await keys.change(userId, params.id, change);
    tell(changeOfKey(before, key));
    return { status: 200, body: toKeyBody(key) };
  },
});

const rotateKey = defineRoute({
  method: 'post',
  path: `${onePath}/rotate`,
  scope: 'keys:write',
  audit: 'api-key.rotated',
  summary: 'Put a new key in the place of an API key',
  description:
    'Name, scopes and id stay. The old key is taken for `overlap_hours` more; a key before that one is not.',
  tags,
  input: { params: idParams, body: rotationSchema, headers: idempotencyHeaders },
  bodyExample: { overlap_hours: 24 },
  idempotency: { secrets: ['key'] },
  responses: {
    200: {
      description: 'Rotated.',
      schema: madeKeySchema,
      example: {
        ...madeKeyExample,
        rotated_at: '2026-11-22T12:00:00.000Z',
        previous_until: '2026-11-23T12:00:00.000Z',
      },
    },
  },
  problems: ['not-found', 'key-not-active', 'scope-not-held'],
  handler: async ({ actor, params, body, tell }, context) => {
    const { keys } = context.accounts;
    tell({ target: { kind: 'key', id: params.id } });
    const before = await keys.find(actor.userId, params.id);
    if (before === undefined) throw noSuchKey();
    assertHolds(actor, before.scopes, () => ({ in: 'path', pointer: '/id' }));
    const made = await keys.rotate(actor.userId, params.id, {
      overlapMs: body.overlap_hours * hourMs,
      expiresAt: body.expires_at,
    });
    tell(changeOfKey(before, made.view));
    return { status: 200, body: { ...toKeyBody(made.view), key: made.key } };
  },
});

const revokeKey = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'keys:write',
  audit: 'api-key.revoked',
  summary: 'Revoke an API key',
  description: 'It is refused from now on; it stays in the list. Safe to repeat.',
  tags,
  input: { params: idParams },
  responses: {
    200: {
      description: 'Revoked.',
      schema: keySchema,
      example: { ...keyExample, revoked_at: '2026-11-22T12:00:00.000Z' },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, context) => {
    tell({ target: { kind: 'key', id: params.id } });
    const { keys } = context.accounts;
    const before = await keys.find(actor.userId, params.id);
    const key = await keys.revoke(actor.userId, params.id);
    tell(changeOfKey(before, key));
    return { status: 200, body: toKeyBody(key) };
  },
});

/** Else a key with few scopes would be the way to one with all. */
function assertHolds(
  actor: Actor,
  wanted: readonly string[],
  placeOf: (index: number) => Pick<InputFault, 'in' | 'pointer'>,
): void {
  const errors = wanted.flatMap((scope, index) =>
    mayHandOn(actor, scope) ? [] : [{ ...placeOf(index), message: `${scope} is not held` }],
  );
  if (errors.length === 0) return;
  const lacking = wanted.filter((scope) => !mayHandOn(actor, scope));
  throw new Problem(
    'scope-not-held',
    `This takes scopes you do not hold yourself: ${lacking.join(', ')}.`,
    { errors },
  );
}

/** More than all keys may make is an administrator's to allow. */
function assertMayAllow(
  { role }: Actor,
  limits: z.output<typeof newKeySchema>['limits'],
  { usage: { keyLimits } }: ApiContext,
): void {
  if (role === 'admin') return;
  const most = { per_minute: keyLimits.minute, per_day: keyLimits.day, per_month: keyLimits.month };
  const names = ['per_minute', 'per_day', 'per_month'] as const;
  const errors = names.flatMap((name): InputFault[] => {
    const [wanted, allowed] = [limits?.[name], most[name]];
    if (typeof wanted !== 'number' || allowed === undefined || wanted <= allowed) return [];
    const message = `expected ${allowed} at most; an administrator may allow more`;
    return [{ in: 'body', pointer: `/limits/${name}`, message }];
  });
  if (errors.length > 0) throw toInputProblem(errors);
}

const noSuchKey = () => new Problem('not-found', 'There is no such API key.');

export const apiKeyRoutes = [createKey, listKeys, readKey, changeKey, rotateKey, revokeKey];
