import { idParams } from '../contract/account.js';
import { pageQuery } from '../contract/page.js';
import {
  acceptHeaders,
  assignmentSchema,
  csv,
  relayKeyExample,
  relayKeyPageSchema,
  relayKeyParams,
  relayKeySchema,
  toRelayKeyBody,
  toSpan,
  toUsageBody,
  usageExample,
  usageQuery,
  usageSchema,
  wantsCsv,
  whoseQuery,
} from '../contract/usage.js';
import type { z } from 'zod';
import { defineRoute } from '../define-route.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import type { ApiContext } from '../route.js';
import { holdsScope } from '../scopes.js';
import { toInputProblem } from '../validate.js';

const tags = ['Usage'];

const responses = {
  200: {
    description: 'The numbers; or, as a table, each hour of each key and model.',
    schema: usageSchema,
    example: usageExample,
    page: 'text/csv',
  },
};

const readUsage = defineRoute({
  method: 'get',
  path: '/api/v1/usage',
  scope: 'usage:read',
  audit: 'export.made',
  summary: 'What keys used, hour by hour or day by day',
  description:
    'Requests of this API by key, and what the relay service says of the keys that belong to them. `whose=all` shows everybody’s, and keys of the relay that are nobody’s. As a table (CSV) it comes hour by hour, however much it is, whatever `bucket` and `group_by` say.',
  tags,
  input: { query: usageQuery.extend({ whose: whoseQuery }), headers: acceptHeaders },
  responses,
  problems: ['missing-scope'],
  handler: async ({ actor, query, headers, tell }, context) => {
    const userId = whoseKeys(actor, query.whose);
    if (!wantsCsv({ query, headers }))
      return { status: 200, body: await chart({ query, userId }, context) };
    tell({ target: { kind: 'user', id: userId ?? 'all' }, detail: { what: 'usage' } });
    const data = context.usage.exportUsage({ userId, ...spanOf(query, context) });
    return table('usage', data);
  },
});

const readKeyUsage = defineRoute({
  method: 'get',
  path: '/api/v1/api-keys/{id}/usage',
  scope: 'usage:read',
  audit: 'export.made',
  summary: 'What one API key used',
  description:
    'Its own requests, and what the relay says of the key that belongs to it. Administrators with the scope `admin:usage` see any key’s.',
  tags,
  input: { params: idParams, query: usageQuery, headers: acceptHeaders },
  responses,
  problems: ['not-found'],
  handler: async ({ actor, params, query, headers, tell }, context) => {
    const userId = holdsScope(actor, 'admin:usage') ? undefined : actor.userId;
    const key = await context.accounts.keys.find(userId, params.id);
    if (key === undefined) throw new Problem('not-found', 'There is no such API key.');
    const of = { userId: key.userId, keyId: key.id };
    if (!wantsCsv({ query, headers }))
      return { status: 200, body: await chart({ query, ...of }, context) };
    tell({ target: { kind: 'key', id: key.id }, detail: { what: 'usage' } });
    return table('usage', context.usage.exportUsage({ ...of, ...spanOf(query, context) }));
  },
});

const listRelayKeys = defineRoute({
  method: 'get',
  path: '/api/v1/relay-keys',
  scope: 'admin:usage',
  summary: 'List the keys of the relay service',
  description:
    'As the job `data-sync` last saw them, and which API key each belongs to. One that is gone there stays here, with its numbers.',
  tags,
  input: { query: pageQuery },
  responses: {
    200: {
      description: 'A page of them.',
      schema: relayKeyPageSchema,
      example: { items: [relayKeyExample], next_cursor: null },
    },
  },
  handler: async ({ query }, { usage }) => {
    const page = await usage.relayKeys.page(query);
    const body = { items: page.items.map(toRelayKeyBody), next_cursor: page.nextCursor };
    return { status: 200, body };
  },
});

const assignRelayKey = defineRoute({
  method: 'put',
  path: '/api/v1/relay-keys/{relay_key}',
  scope: 'admin:usage',
  audit: 'relay-key.assigned',
  summary: 'Say which API key a key of the relay belongs to',
  description:
    'From then on its usage, past and to come, is shown with that key to whoever has it. Nothing is guessed from names. Safe to repeat.',
  tags,
  input: { params: relayKeyParams, body: assignmentSchema },
  bodyExample: { api_key_id: 'k_9a8b7c6d5e4f3021' },
  responses: {
    200: {
      description: 'As it is now.',
      schema: relayKeySchema,
      example: { ...relayKeyExample, api_key_id: 'k_9a8b7c6d5e4f3021' },
    },
  },
  problems: ['not-found'],
  handler: async ({ params, body, tell }, { usage }) => {
    tell({
      target: { kind: 'relay-key', id: params.relay_key },
      detail: { api_key_id: body.api_key_id },
    });
    const before = await usage.relayKeys.find(params.relay_key);
    const key = await usage.relayKeys.assign(params.relay_key, body.api_key_id);
    tell({ before: { apiKeyId: before?.apiKeyId ?? null }, after: { apiKeyId: key.apiKeyId } });
    return { status: 200, body: toRelayKeyBody(key) };
  },
});

/** Undefined: everybody's. Throws `missing-scope`. */
export function whoseKeys(actor: Actor, whose: 'own' | 'all'): string | undefined {
  if (whose === 'own') return actor.userId;
  if (holdsScope(actor, 'admin:usage')) return undefined;
  throw new Problem(
    'missing-scope',
    'Everybody’s needs the scope admin:usage, which administrators hold.',
  );
}

type Query = z.output<typeof usageQuery>;

function spanOf(query: Query, { clock }: ApiContext) {
  const span = toSpan(query, clock.now());
  if (span.from < span.to) return span;
  throw toInputProblem([{ in: 'query', pointer: '/from', message: 'expected a time before `to`' }]);
}

interface ChartWish {
  readonly query: Query;
  readonly userId: string | undefined;
  readonly keyId?: string;
}

async function chart({ query, ...of }: ChartWish, context: ApiContext) {
  const span = spanOf(query, context);
  const { bucket, group_by: group, time_zone: timeZone } = query;
  const [found, standing] = await Promise.all([
    context.usage.series({ ...of, ...span, bucket, group, timeZone }),
    context.usage.standing(),
  ]);
  return toUsageBody({ chart: found, standing, wish: { ...query, ...span } });
}

/** A file to be saved. */
export const table = (name: string, data: ReturnType<ApiContext['usage']['exportKeys']>) =>
  ({
    status: 200,
    headers: { 'content-disposition': `attachment; filename="watchflow-${name}.csv"` },
    content: { type: csv, data },
  }) as const;

export const usageRoutes = [readUsage, readKeyUsage, listRelayKeys, assignRelayKey];
