import { idParams } from '../contract/account.js';
import {
  keyExample,
  keySchema,
  keysPageSchema,
  madeKeyExample,
  madeKeySchema,
  newKeySchema,
  rotationSchema,
  toKeyBody,
} from '../contract/api-key.js';
import { pageQuery } from '../contract/page.js';
import { idempotencyHeaders } from '../contract/sync.js';
import { defineRoute } from '../define-route.js';
import type { Actor } from '../ports.js';
import { Problem, type InputFault } from '../problem.js';
import { mayHandOn } from '../scopes.js';

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
    const { name, scopes, expires_at: expiresAt } = body;
    const made = await context.accounts.keys.create(actor.userId, { name, scopes, expiresAt });
    tell({ target: { kind: 'key', id: made.view.id }, detail: { scopes } });
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
  description: 'Newest first, revoked and expired ones too.',
  tags,
  input: { query: pageQuery },
  responses: {
    200: {
      description: 'A page of keys.',
      schema: keysPageSchema,
      example: { items: [keyExample], next_cursor: null },
    },
  },
  handler: async ({ actor, query }, { accounts }) => {
    const page = await accounts.keys.list(actor.userId, query);
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
    const key = await context.accounts.keys.revoke(actor.userId, params.id);
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

const noSuchKey = () => new Problem('not-found', 'There is no such API key.');

export const apiKeyRoutes = [createKey, listKeys, readKey, rotateKey, revokeKey];
