import { z } from 'zod';
import { toBinaryArray, type BulkSession } from '../../../platform/database/index.js';
import type { Draft } from '../records/draft.js';
import { recordStatuses } from '../records/status.js';
import type { Standing } from '../verdicts/judge.js';
import { keyOf, type RecordKey, type Unit } from '../verdicts/settle-group.js';
import type { RecordTable } from './record-table.js';

interface Named {
  readonly userId: string;
  readonly id: string;
}

const toValues = (named: readonly Named[]): Buffer[] => [
  toBinaryArray(
    'text',
    named.map(({ userId }) => userId),
  ),
  toBinaryArray(
    'text',
    named.map(({ id }) => id),
  ),
];

const named = 'unnest($1::text[], $2::text[]) AS named(user_id, id)';

/** Those sessions of the units' items that are there. They stay until the transaction ends. */
export async function lookUpSessions<D extends Draft>(
  session: BulkSession,
  units: readonly Unit<D>[],
): Promise<ReadonlySet<RecordKey>> {
  const asked = new Map<RecordKey, Named>();
  for (const { userId, items } of units)
    for (const { draft } of items) {
      const id = draft.session_id ?? '';
      asked.set(keyOf(userId, id), { userId, id });
    }
  const rows = await session.query({
    name: 'look up sessions',
    text: `SELECT s.user_id, s.id FROM ${named} JOIN translation_sessions s USING (user_id, id)
      ORDER BY s.user_id, s.id FOR KEY SHARE OF s`,
    values: toValues([...asked.values()]),
    row: z.object({ user_id: z.string(), id: z.string() }),
  });
  return new Set(rows.map(({ user_id: userId, id }) => keyOf(userId, id)));
}

const standingRow = z.object({
  user_id: z.string(),
  id: z.string(),
  session_id: z.string().nullable(),
  version: z.string().transform(Number),
  status: z.enum(recordStatuses),
  fingerprint: z.string().transform((text) => text.replaceAll('-', '')),
});

/** How these records stand, null where there is none. Nobody else changes them until the transaction ends. */
export async function lookUpStandings(
  session: BulkSession,
  { table, hasSession }: Pick<RecordTable<Draft>, 'table' | 'hasSession'>,
  asked: ReadonlyMap<RecordKey, Named>,
): Promise<ReadonlyMap<RecordKey, Standing | null>> {
  if (asked.size === 0) return new Map();
  const rows = await session.query({
    name: `look up ${table}`,
    text: `SELECT r.user_id, r.id, ${hasSession ? 'r.session_id' : 'NULL AS session_id'}, r.version, r.status, r.fingerprint
      FROM ${named} JOIN ${table} r USING (user_id, id) ORDER BY r.user_id, r.id FOR NO KEY UPDATE OF r`,
    values: toValues([...asked.values()]),
    row: standingRow,
  });
  const found = new Map<RecordKey, Standing>(
    rows.map(({ user_id: userId, id, session_id: sessionId, ...standing }) => [
      keyOf(userId, id),
      { ...standing, sessionId },
    ]),
  );
  return new Map([...asked.keys()].map((key) => [key, found.get(key) ?? null]));
}
