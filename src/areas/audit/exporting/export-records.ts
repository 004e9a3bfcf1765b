import { createHash } from 'node:crypto';
import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { andNeedle, toConditions, type AuditFilter, type Conditions } from '../reading/filter.js';
import { auditRecordColumns, auditRecordRow, toAuditRecord } from '../reading/view.js';
import { csvHeader, toExported, type AuditExportFormat } from './export-lines.js';
import { settledUpTo } from './settled-up-to.js';

export interface AuditExportWish {
  readonly filter: AuditFilter;
  readonly format: AuditExportFormat;
  /** Records up to this one were had before: this goes on behind it, without a header. */
  readonly afterId?: bigint | undefined;
  /** As an earlier part was given; else all there are now. */
  readonly upToId?: bigint | undefined;
}

/** What an export held: of the same wish with this `upToId` it is always the same, but for records that were removed for age. */
export interface AuditManifest {
  readonly format: AuditExportFormat;
  readonly records: number;
  readonly bytes: number;
  /** Of all that was sent before the manifest. */
  readonly sha256: string;
  readonly afterId: bigint | null;
  readonly upToId: bigint;
  readonly firstId: bigint | null;
  readonly lastId: bigint | null;
}

export interface AuditExport {
  readonly upToId: bigint;
  /** In the order they came in, a few at a time, as fast as they are taken. */
  readonly parts: AsyncGenerator<string, AuditManifest>;
}

/** Begins one; nothing is held open for it. Throws InputError, UnsettledError. */
export async function exportRecords(db: Database, wish: AuditExportWish): Promise<AuditExport> {
  const conditions = toConditions(wish.filter);
  const settled = await settledUpTo(db);
  const upToId = wish.upToId === undefined || wish.upToId > settled ? settled : wish.upToId;
  return { upToId, parts: partsOf(db, { ...wish, conditions, upToId }) };
}

interface Plan extends AuditExportWish {
  readonly conditions: Conditions;
  readonly upToId: bigint;
}

/** Ids looked at by one statement: however few of them are meant, and however many there are. */
const span = 1_000n;

async function* partsOf(db: Database, plan: Plan): AsyncGenerator<string, AuditManifest> {
  const { format, afterId = null, upToId } = plan;
  const tally = createTally();
  if (format === 'csv' && afterId === null) yield tally.add(csvHeader);
  for await (const rows of rowsOf(db, plan)) {
    tally.count(rows);
    yield tally.add(toExported[format](rows.map(toAuditRecord)));
  }
  return { format, afterId, upToId, ...tally.sums() };
}

/** Span after span of ids; those in which nothing is meant are left out. */
async function* rowsOf(db: Database, { afterId = 0n, upToId, filter, conditions }: Plan) {
  const range = await idsOf(db, filter);
  if (range === undefined) return;
  const last = least(range.last, upToId);
  for (let behind = largest(afterId, range.first - 1n); behind < last; behind += span) {
    const rows = await queryRows(
      db,
      auditRecordRow,
      sql`SELECT ${auditRecordColumns} FROM audit_logs r WHERE r.id > ${behind} AND r.id <= ${least(behind + span, last)}
        AND ${conditions.plain} ${andNeedle(conditions)} ORDER BY r.id`,
    );
    if (rows.length > 0) yield rows;
  }
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const largest = (left: bigint, right: bigint): bigint => (left > right ? left : right);

/** Between which ids the records of the time are; undefined where there are none. */
async function idsOf(db: Database, { from, to }: AuditFilter) {
  const ends = z.object({ first: z.bigint().nullable(), last: z.bigint().nullable() });
  const { plain } = toConditions({ from, to });
  const isAll = from === undefined && to === undefined;
  const [row] = await queryRows(
    db,
    ends,
    // The times' own index has the ids; by itself PostgreSQL would walk along all ids until one is of the time.
    sql`SELECT min(id) AS first, max(id) AS last
      FROM (SELECT r.id FROM audit_logs r WHERE ${plain} ${isAll ? emptySql : sql`OFFSET 0`}) AS found`,
  );
  const { first = null, last = null } = row ?? {};
  return first === null || last === null ? undefined : { first, last };
}

function createTally() {
  const hash = createHash('sha256');
  let [records, bytes] = [0, 0];
  let [firstId, lastId]: (bigint | null)[] = [null, null];
  return {
    count(rows: readonly { readonly id: bigint }[]) {
      records += rows.length;
      firstId ??= rows[0]?.id ?? null;
      lastId = rows.at(-1)?.id ?? lastId;
    },
    add(text: string): string {
      hash.update(text);
      bytes += Buffer.byteLength(text);
      return text;
    },
    sums: () => ({
      records,
      bytes,
      sha256: hash.digest('hex'),
      firstId: firstId ?? null,
      lastId: lastId ?? null,
    }),
  };
}

/** The manifest alone: everything is read, nothing sent. */
export async function manifestOf(db: Database, wish: AuditExportWish): Promise<AuditManifest> {
  const { parts } = await exportRecords(db, wish);
  for (;;) {
    const part = await parts.next();
    if (part.done === true) return part.value;
  }
}
