import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { keyOf, type FileStep, type RowFault } from '../files/parsed-play.js';
import { readFile } from '../files/read-file.js';
import { faultsListed, type ImportView } from './import.js';
import { largestUnpacked, storedFile } from './upload.js';

export interface StageRowsDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface StageRows {
  readonly view: ImportView;
  readonly maxRows: number;
  readonly signal?: AbortSignal | undefined;
}

/** Rows that are written down together with how far they go. */
const atOnce = 1000;

/** A million plays are two hundred a day for thirteen years. */
const mostRows = 1_000_000;

/**
 * Reads on in the file of an import, for some rows. Safe to repeat and to be killed anywhere: rows and place are written down in one
 * transaction, and what lies before the place is passed over. The file is always gone through in the same order, as of the time when
 * the import began.
 */
export async function stageRows(
  { db }: StageRowsDeps,
  { view, maxRows, signal }: StageRows,
): Promise<{ readonly isRead: boolean }> {
  const from = view.rows;
  const steps = readFile(storedFile(db, view.id, view.size), {
    format: view.format,
    timeZone: view.timeZone,
    now: view.startedAt,
    unpackedAtMost: largestUnpacked,
  });
  let position = 0;
  let batch: PlacedStep[] = [];
  for await (const step of steps) {
    signal?.throwIfAborted();
    position += 1;
    if (position <= from) continue;
    if (position > mostRows) {
      batch.push({ position, step: tooMany(step) });
      break;
    }
    batch.push({ position, step });
    if (batch.length < atOnce) continue;
    await writeDown(db, view.id, { batch, position, isRead: false });
    batch = [];
    if (position - from >= maxRows) return { isRead: false };
  }
  await writeDown(db, view.id, { batch, position, isRead: true });
  return { isRead: true };
}

const tooMany = ({ file, row }: FileStep): FileStep => ({
  file,
  row,
  kind: 'broken',
  reason: `has more than ${mostRows} rows; split it`,
});

interface PlacedStep {
  readonly position: number;
  readonly step: FileStep;
}

interface Batch {
  readonly batch: readonly PlacedStep[];
  readonly position: number;
  readonly isRead: boolean;
}

async function writeDown(
  db: Database,
  importId: string,
  { batch, position, isRead }: Batch,
): Promise<void> {
  const bad = batch.flatMap(({ step }) => toFaults(step));
  const badRows = batch.filter(({ step }) => step.kind === 'faulty' || step.kind === 'broken');
  const ignored = batch.flatMap(({ step }) => (step.kind === 'ignored' ? [step.what] : []));
  await db.$transaction(async (tx) => {
    const [row] = await queryRows(
      tx,
      z.object({ read: z.int() }),
      sql`SELECT read FROM play_imports WHERE id = ${importId}::uuid AND status = 'running' AND NOT is_read FOR UPDATE`,
    );
    // Cancelled meanwhile, or done by a process that was taken for dead.
    if (row?.read !== position - batch.length) return;
    await insertRows(tx, importId, batch);
    await addFaults(tx, importId, bad);
    await tx.$executeRaw`UPDATE play_imports SET read = ${position}, is_read = ${isRead}, bad_rows = bad_rows + ${badRows.length},
      ignored = (SELECT coalesce(jsonb_agg(what), '[]') FROM (SELECT DISTINCT what FROM (SELECT jsonb_array_elements_text(ignored) AS what
        UNION ALL SELECT unnest(${ignored}::text[])) w ORDER BY what LIMIT 100) o) WHERE id = ${importId}::uuid`;
  });
}

/** Counts all, lists the first ones. The import is held by whoever calls. */
export async function addFaults(
  tx: DatabaseSession,
  importId: string,
  faults: readonly PlacedFault[],
): Promise<void> {
  if (faults.length === 0) return;
  const [row] = await queryRows(
    tx,
    z.object({ before: z.int() }),
    sql`UPDATE play_imports SET faults = faults + ${faults.length} WHERE id = ${importId}::uuid RETURNING faults - ${faults.length} AS before`,
  );
  const before = row?.before ?? 0;
  await bulkInsert(tx, {
    table: 'import_faults',
    columns: {
      import_id: 'uuid',
      number: 'int4',
      file: 'text',
      row: 'int4',
      column: 'text',
      reason: 'text',
    } as const,
    rows: faults
      .slice(0, Math.max(0, faultsListed - before))
      .map((fault, index) => ({ import_id: importId, number: before + index + 1, ...fault })),
    onConflict: { target: ['import_id', 'number'] },
  });
}

export interface PlacedFault extends RowFault {
  readonly file: string | null;
  readonly row: number;
}

function toFaults({ file, row, ...step }: FileStep): PlacedFault[] {
  if (step.kind === 'broken') return [{ file, row, column: null, reason: step.reason }];
  return step.kind === 'faulty' ? step.faults.map((fault) => ({ file, row, ...fault })) : [];
}

async function insertRows(
  tx: DatabaseSession,
  importId: string,
  batch: readonly PlacedStep[],
): Promise<void> {
  await bulkInsert(tx, {
    table: 'import_rows',
    columns: rowColumns,
    rows: batch.flatMap(({ position, step }) =>
      step.kind === 'play' ? [toRow(importId, position, step)] : [],
    ),
    onConflict: { target: ['import_id', 'position'] },
  });
}

const rowColumns = {
  import_id: 'uuid',
  position: 'int4',
  file: 'text',
  row: 'int4',
  media_type: 'text',
  title_key: 'text',
  season: 'int4',
  number: 'int4',
  given_item_id: 'int8',
  watched_at: 'timestamptz',
  watched_at_given: 'text',
  action: 'text',
  history_id: 'text',
  source_ref: 'text',
  viewing: 'text',
} as const;

const toRow = (
  importId: string,
  position: number,
  { file, row, play }: Extract<FileStep, { kind: 'play' }>,
) => ({
  import_id: importId,
  position,
  file,
  row,
  media_type: play.mediaType,
  title_key: keyOf(play.title),
  season: play.season,
  number: play.number,
  given_item_id: play.itemId,
  watched_at: play.watchedAt,
  watched_at_given: play.watchedAtGiven,
  action: play.action,
  history_id: play.historyId,
  source_ref: play.sourceRef,
  viewing: play.viewing,
});
