import { z } from 'zod';
import type { Memory } from './known.js';
import type { Exchange } from './judge.js';

interface Found {
  readonly kind: string;
  readonly value: string;
}

/** Fields that hold something another request can use. */
const kinds: Readonly<Record<string, string>> = {
  run_id: 'runs',
  task_id: 'runs',
  plan_id: 'plans',
  import_id: 'imports',
  attempt_id: 'attempts',
  version: 'version',
};

/** By the path that gave the id, and for some by its form. */
const byPlace: readonly (readonly [place: RegExp, kind: string])[] = [
  [/^\/api\/v1\/lists\/\{id\}\/runs/, 'list-runs'],
  [/^\/api\/v1\/lists/, 'lists'],
  [/^\/api\/v1\/plays|\/items /, 'plays'],
  [/^\/api\/v1\/plans/, 'plans'],
  [/^\/api\/v1\/imports/, 'imports'],
  [/^\/api\/v1\/storage\/files/, 'files'],
  [/^\/api\/v1\/matches.* (?:show|movie)-/, 'matches'],
  [/^\/api\/v1\/mappings/, 'mappings'],
  [/^\/api\/v1\/removals/, 'removals'],
  [/^\/api\/v1\/notifications/, 'notifications'],
  [/^\/api\/v1\/audit\/searches/, 'searches'],
];

const byForm: readonly (readonly [form: RegExp, kind: string])[] = [
  [/^k_/, 'api-keys'],
  [/^s_/, 'sessions'],
  [/^nc_/, 'notification-channels'],
  [/^msg_/, 'deliveries'],
  [/^[\da-f]{8}-/, 'runs'],
];

function found(name: string, value: string, path: string): readonly Found[] {
  if (name === 'next_cursor') return [{ kind: `cursor ${path}`, value }];
  const kind = name === 'run_id' && path.startsWith('/api/v1/lists') ? 'list-runs' : kinds[name];
  if (kind !== undefined) return [{ kind, value }];
  if (name !== 'id') return [];
  const place = byPlace.find(([one]) => one.test(`${path} ${value}`));
  const form = byForm.find(([one]) => one.test(value));
  const known = place ?? form;
  return known === undefined ? [] : [{ kind: known[1], value }];
}

function walk(value: unknown, path: string, name = ''): readonly Found[] {
  if (typeof value === 'string') return found(name, value, path);
  if (typeof value === 'number') return name === 'version' ? found(name, String(value), path) : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => walk(one, path, name));
  return Object.entries(value).flatMap(([field, one]) => walk(one, path, field));
}

const madeUser = z.looseObject({
  id: z.string(),
  setup_url: z.string().nullable(),
  name: z.string(),
});
const spent = z.looseObject({ token: z.string() });
const linked = z.looseObject({ setup_url: z.string() });

const isJson = ({ headers }: Exchange['answer']): boolean =>
  /^application\/(?:[\w.-]+\+)?json\b/.test(headers['content-type'] ?? '');

/** Keeps what an answer gives out, for requests to come. */
export function harvest(exchange: Exchange, memory: Memory, owner: string): void {
  const { operation, wish, answer } = exchange;
  const keep: Keep = (kind, value) => {
    if (value !== undefined) memory.remember(owner, kind, value);
  };
  keep('idempotency-keys', wish.headers['idempotency-key']);
  if (answer.status >= 300) return;
  keep('etag', answer.headers.etag);
  keep('event-ids', /^id: (.+)$/m.exec(answer.text)?.[1]);
  // The examples of the document hold ids of nothing.
  if (isJson(answer) && operation.path !== '/openapi.json') harvestBody(exchange, keep);
  if (operation.id === 'postApiV1Setup')
    memory.forget('setup-tokens', spent.parse(JSON.parse(wish.body ?? '')).token);
}

function harvestBody({ operation, answer }: Exchange, keep: Keep): void {
  const body: unknown = JSON.parse(answer.text);
  // Lists begin with what is newest, and that shall be known as the latest.
  for (const { kind, value } of walk(body, operation.path).toReversed()) keep(kind, value);
  harvestLink(body, keep);
  if (operation.id === 'postApiV1Users') harvestUser(body, keep);
}

type Keep = (kind: string, value: string | undefined) => void;

function harvestLink(body: unknown, keep: Keep): void {
  const link = linked.safeParse(body);
  if (link.success) keep('setup-tokens', new URL(link.data.setup_url).hash.slice(1));
}

/** Accounts that were made by a request, for these alone may be ended by one. */
function harvestUser(body: unknown, keep: Keep): void {
  const { id, name } = madeUser.parse(body);
  keep('users', id);
  keep('names', name);
}
