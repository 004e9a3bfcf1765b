import { z } from 'zod';
import { toBinaryArray, type BulkSession } from '../../../platform/database/index.js';
import type { Draft } from '../records/draft.js';
import { keyOf, type RecordKey, type Row } from '../verdicts/settle-group.js';
import type { Column, RecordTable } from './record-table.js';

const written = z.object({ user_id: z.string(), id: z.string(), inserted: z.boolean() });

/**
 * Writes all rows with one statement. A row that is there is replaced by a higher version alone, in its own session, and not out of
 * a final status; the answer names those that were written.
 */
export async function upsert<D extends Draft>(
  session: BulkSession,
  target: RecordTable<D>,
  rows: readonly Row<D>[],
): Promise<ReadonlyMap<RecordKey, 'inserted' | 'updated'>> {
  if (rows.length === 0) return new Map();
  const answers = await session.query({
    name: `upsert ${target.table}`,
    text: upsertText(target),
    values: toParameters(target, rows),
    row: written,
  });
  return new Map(
    answers.map(({ user_id: userId, id, inserted }) => [
      keyOf(userId, id),
      inserted ? 'inserted' : 'updated',
    ]),
  );
}

const columnsOf = <D extends Draft>({ columns }: RecordTable<D>) =>
  Object.entries<Column<D>>(columns);

const fixed = ['user_id', 'id', 'session_id'];

/** In the order of the key, so that two statements never wait for each other's rows in a circle. */
export function upsertText<D extends Draft>(target: RecordTable<D>): string {
  const { table, hasSession } = target;
  const columns = columnsOf(target).map(([name, { type, cast }]) => ({ name, type, cast }));
  const all = [
    { name: 'user_id', type: 'text', cast: undefined },
    { name: 'fingerprint', type: 'uuid', cast: undefined },
    ...columns,
  ];
  const names = all.map(({ name }) => name).join(', ');
  const given = all.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  const picked = all.map(({ name, cast }) => (cast === undefined ? name : `${name}::${cast}`));
  const sets = all
    .filter(({ name }) => !fixed.includes(name))
    .map(({ name }) => `${name} = excluded.${name}`);
  return `INSERT INTO ${table} AS old (${names})
    SELECT ${picked.join(', ')} FROM unnest(${given}) AS given(${names}) ORDER BY user_id, id
    ON CONFLICT (user_id, id) DO UPDATE SET ${sets.join(', ')}, updated_at = now()
    WHERE excluded.version > old.version ${hasSession ? 'AND excluded.session_id = old.session_id' : ''}
      AND (old.status NOT IN ('completed', 'cancelled') OR old.status = excluded.status)
    RETURNING user_id, id, xmax = 0 AS inserted`;
}

export function toParameters<D extends Draft>(
  target: RecordTable<D>,
  rows: readonly Row<D>[],
): Buffer[] {
  const drafts = rows.map(({ draft }) => draft);
  const users = rows.map(({ userId }) => userId);
  const fingerprints = rows.map(({ fingerprint }) => fingerprint);
  return [
    toBinaryArray('text', users),
    toBinaryArray('uuid', fingerprints),
    ...columnsOf(target).map(([, { encode }]) => encode(drafts)),
  ];
}
