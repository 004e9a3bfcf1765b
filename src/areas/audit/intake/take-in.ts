import { z } from 'zod';
import { queryRows, sql, unnestRows, type Database } from '../../../platform/database/index.js';
import { messageOf, type Fault } from '../../../platform/lib/errors.js';
import { parseItem } from '../../../platform/lib/parse-item.js';
import { auditColumns, toColumns, type AuditRow } from '../audit-row.js';
import { auditDraft } from './draft.js';
import { toForeignRow, type Sender } from './to-foreign-row.js';

export type IntakeVerdict =
  | { readonly kind: 'inserted' | 'unchanged'; readonly id: string }
  /** The id is that of another record, which stays as it is. */
  | { readonly kind: 'differs'; readonly id: string }
  | { readonly kind: 'invalid'; readonly id: string | null; readonly faults: readonly Fault[] };

export const intakeVerdicts = [
  'inserted',
  'unchanged',
  'differs',
  'invalid',
] as const satisfies readonly IntakeVerdict['kind'][];

export interface Intake {
  readonly sender: Sender;
  /** As they were sent: each is judged by itself. */
  readonly items: readonly unknown[];
}

/** Takes records of another service in; one verdict per item, in their order. Safe to repeat: what is there is `unchanged`. */
export async function takeIn(
  db: Database,
  { sender, items }: Intake,
): Promise<readonly IntakeVerdict[]> {
  const parsed = items.map((item) => parseItem(auditDraft, item));
  const rows = new Map<string, AuditRow>();
  const keyed = parsed.map((one) => {
    if (one.kind === 'faulty') return one;
    const row = toForeignRow(one.value, sender);
    const key = row.onceKey ?? '';
    const isFirst = !rows.has(key);
    if (isFirst) rows.set(key, row);
    return { kind: 'good' as const, id: one.value.id, key, row, isFirst };
  });
  const outcomes = await insertOrHalve(db, [...rows.values()]);
  return keyed.map((one): IntakeVerdict => {
    if (one.kind === 'faulty') return { kind: 'invalid', id: one.id, faults: one.faults };
    return judge(one, outcomes.get(one.key));
  });
}

/** What is there under a key: the fingerprint, and whether this statement wrote it; text is why it could not be written. */
type Outcome = { readonly fingerprint: string; readonly isNew: boolean } | string;
type Outcomes = ReadonlyMap<string, Outcome>;

interface Keyed {
  readonly id: string;
  readonly row: AuditRow;
  readonly isFirst: boolean;
}

function judge({ id, row, isFirst }: Keyed, outcome: Outcome | undefined): IntakeVerdict {
  if (outcome === undefined) throw new Error(`${id} was neither written nor found`);
  if (typeof outcome === 'string')
    return { kind: 'invalid', id, faults: [{ place: '', message: outcome }] };
  if (outcome.fingerprint !== row.fingerprint) return { kind: 'differs', id };
  return { kind: outcome.isNew && isFirst ? 'inserted' : 'unchanged', id };
}

/** Classes of SQLSTATE that are about values: data, constraints, sizes. The driver has the code in its message alone. */
const isOfValues = (error: unknown): boolean => /Code: `(?:22|23|54)/.test(messageOf(error));

/** What the database refuses because of a value all the same is found by halving; everything else is written. */
async function insertOrHalve(db: Database, rows: readonly AuditRow[]): Promise<Outcomes> {
  try {
    return await insert(db, rows);
  } catch (error) {
    if (!isOfValues(error)) throw error;
    if (rows.length === 1)
      return new Map(rows.map(({ onceKey }) => [onceKey ?? '', 'the database does not take it']));
    const middle = Math.ceil(rows.length / 2);
    const first = await insertOrHalve(db, rows.slice(0, middle));
    return new Map([...first, ...(await insertOrHalve(db, rows.slice(middle)))]);
  }
}

const outcomeRow = z.object({
  once_key: z.string(),
  fingerprint: z
    .string()
    .nullable()
    .transform((text) => (text ?? '').replaceAll('-', '')),
});

const names = sql`at, source, service, ref, actor_kind, actor_id, actor_via, concerns, action, target_kind, target_id, outcome,
  request_id, workflow_id, address, user_agent, detail, once_key, fingerprint, search_text, words`;

/** Ids are in the order of the rows; written is in that of the keys, so that two statements never wait for each other in a circle. */
async function insert(db: Database, rows: readonly AuditRow[]): Promise<Outcomes> {
  if (rows.length === 0) return new Map();
  const given = unnestRows(auditColumns, rows.map(toColumns));
  const written = await queryRows(
    db,
    outcomeRow,
    sql`INSERT INTO audit_logs (id, ${names})
      SELECT id, ${names} FROM (SELECT nextval('audit_logs_id_seq') AS id, ${names} FROM ${given} AS given) AS numbered
      ORDER BY once_key ON CONFLICT (once_key) DO NOTHING RETURNING once_key, fingerprint`,
  );
  const outcomes = new Map<string, Outcome>(
    written.map(({ once_key: key, fingerprint }) => [key, { fingerprint, isNew: true }]),
  );
  const left = rows.flatMap(({ onceKey }) =>
    onceKey === null || outcomes.has(onceKey) ? [] : [onceKey],
  );
  if (left.length === 0) return outcomes;
  const standing = await queryRows(
    db,
    outcomeRow,
    sql`SELECT once_key, fingerprint FROM audit_logs WHERE once_key = ANY(${left}::text[])`,
  );
  for (const { once_key: key, fingerprint } of standing)
    outcomes.set(key, { fingerprint, isNew: false });
  return outcomes;
}
