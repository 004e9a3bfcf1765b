import type { Readable } from 'node:stream';
import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { usageFrom, type UsageWish } from './usage-rows.js';
import { toCsvStream } from './write-csv.js';

const columns = [
  'hour',
  'source',
  'key_id',
  'key_name',
  'relay_key_id',
  'user_id',
  'model',
  'requests',
  'input_tokens',
  'output_tokens',
  'cache_creation_tokens',
  'cache_read_tokens',
  'cost_usd',
] as const;

const row = z.object({
  hour: z.date(),
  source: z.string(),
  ownKey: z.string(),
  model: z.string(),
  keyId: z.string().nullable(),
  keyName: z.string().nullable(),
  relayKeyId: z.string().nullable(),
  userId: z.string().nullable(),
  requests: z.bigint(),
  inputTokens: z.bigint(),
  outputTokens: z.bigint(),
  cacheCreationTokens: z.bigint(),
  cacheReadTokens: z.bigint(),
  costMicros: z.bigint(),
});
type Row = z.output<typeof row>;

const pageRows = 1_000;

/** Hour by hour, oldest first, however much it is. */
export const exportUsage = (db: Database, wish: UsageWish): Readable =>
  toCsvStream(columns, pagesOf(db, wish));

async function* pagesOf(db: Database, wish: UsageWish): AsyncGenerator<string[][]> {
  let last: Row | undefined;
  for (;;) {
    const after =
      last === undefined
        ? emptySql
        : sql`AND (u.hour, u.source, u.key_id, u.model) > (${last.hour}, ${last.source}, ${last.ownKey}, ${last.model})`;
    const rows: Row[] = await queryRows(
      db,
      row,
      sql`SELECT u.hour, u.source, u.key_id AS "ownKey", u.model, k.id AS "keyId", coalesce(k.name, r.name) AS "keyName",
          r.id AS "relayKeyId", k.user_id AS "userId", u.requests, u.input_tokens AS "inputTokens",
          u.output_tokens AS "outputTokens", u.cache_creation_tokens AS "cacheCreationTokens",
          u.cache_read_tokens AS "cacheReadTokens", u.cost_micros AS "costMicros"
        FROM ${usageFrom(wish)} ${after} ORDER BY u.hour, u.source, u.key_id, u.model LIMIT ${pageRows}`,
    );
    if (rows.length > 0) yield rows.map(toCells);
    last = rows.at(-1);
    if (rows.length < pageRows) return;
  }
}

const toCells = (one: Row): string[] => [
  one.hour.toISOString(),
  one.source,
  one.keyId ?? '',
  one.keyName ?? '',
  one.relayKeyId ?? '',
  one.userId ?? '',
  one.model,
  String(one.requests),
  String(one.inputTokens),
  String(one.outputTokens),
  String(one.cacheCreationTokens),
  String(one.cacheReadTokens),
  (Number(one.costMicros) / 1_000_000).toFixed(6),
];
