import type { Readable } from 'node:stream';
import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { csvTime, toCsvStream } from './write-csv.js';

const columns = [
  'id',
  'user_id',
  'user_name',
  'name',
  'prefix',
  'scopes',
  'created_at',
  'rotated_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
  'per_minute',
  'per_day',
  'per_month',
  'relay_key_id',
] as const;

const time = z.date().nullable();
const limit = z.number().nullable();

const row = z.object({
  id: z.string(),
  userId: z.string(),
  userName: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.date(),
  rotatedAt: time,
  expiresAt: time,
  lastUsedAt: time,
  revokedAt: time,
  perMinute: limit,
  perDay: limit,
  perMonth: limit,
  relayKeyId: z.string().nullable(),
});
type Row = z.output<typeof row>;

const pageRows = 1_000;

/** All that is known of keys but the keys themselves; of one person, or of everybody. */
export const exportKeys = (db: Database, userId: string | undefined): Readable =>
  toCsvStream(columns, pagesOf(db, userId));

async function* pagesOf(db: Database, userId: string | undefined): AsyncGenerator<string[][]> {
  let after = '';
  for (;;) {
    const rows = await queryRows(
      db,
      row,
      sql`SELECT k.id, k.user_id AS "userId", p.name AS "userName", k.name, k.prefix, k.scopes, k.created_at AS "createdAt",
          k.rotated_at AS "rotatedAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt",
          k.revoked_at AS "revokedAt", k.per_minute AS "perMinute", k.per_day AS "perDay", k.per_month AS "perMonth",
          r.id AS "relayKeyId"
        FROM api_keys k JOIN users p ON p.id = k.user_id LEFT JOIN relay_keys r ON r.api_key_id = k.id
        WHERE k.id > ${after} ${userId === undefined ? emptySql : sql`AND k.user_id = ${userId}`}
        ORDER BY k.id LIMIT ${pageRows}`,
    );
    if (rows.length > 0) yield rows.map(toCells);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < pageRows) return;
  }
}

const toCells = (key: Row): string[] => [
  key.id,
  key.userId,
  key.userName,
  key.name,
  key.prefix,
  key.scopes.join(' '),
  ...[key.createdAt, key.rotatedAt, key.expiresAt, key.lastUsedAt, key.revokedAt].map(csvTime),
  ...[key.perMinute, key.perDay, key.perMonth].map((one) => one?.toString() ?? ''),
  key.relayKeyId ?? '',
];
