import { z } from 'zod';
import {
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import { takeIn, type TakenIn } from '../../history/index.js';
import { addFaults, type PlacedFault } from './stage-rows.js';
import { createTitleStore } from './title-store.js';

/** Where these plays come from, as the ledger names it. */
const importSource = 'import';

export type Applied =
  | ({ readonly kind: 'taken-in' | 'told' } & TakenIn)
  /** Rows that cannot be taken in; nothing was. */
  | { readonly kind: 'refused'; readonly badRows: number }
  | { readonly kind: 'empty' };

const lockedImport = z.object({
  keepGood: z.boolean(),
  dryRun: z.boolean(),
  badRows: z.int(),
  good: z.int().nullable(),
  added: z.int().nullable(),
  joined: z.int().nullable(),
  known: z.int().nullable(),
});
type LockedImport = z.output<typeof lockedImport>;

interface Apply {
  readonly userId: string;
  readonly importId: string;
}

/** Thousands of plays and their joins at once; ms. */
const applying = { timeout: 300_000, maxWait: 10_000 };

/**
 * Takes the good rows into the ledger: all of them in one transaction that also writes down what came of it, or none. Safe to repeat:
 * done once, it answers what it did. A dry run does the same and takes it back.
 */
export async function applyImport(db: Database, apply: Apply): Promise<Applied> {
  await createTitleStore(db).settle(apply.importId);
  await tellUnfound(db, apply.importId);
  const [planned] = await queryRows(db, lockedImport, selectImport(apply.importId));
  if (planned === undefined) return { kind: 'empty' };
  if (planned.good !== null) return toApplied(planned, countsOf(planned));
  if (planned.badRows > 0 && !planned.keepGood && !planned.dryRun)
    return { kind: 'refused', badRows: planned.badRows };
  if (planned.dryRun) return tell(db, apply, planned);
  return db.$transaction(async (tx) => {
    const [row] = await queryRows(
      tx,
      lockedImport,
      sql`${selectImport(apply.importId)} FOR UPDATE`,
    );
    if (row === undefined) return { kind: 'empty' };
    if (row.good !== null) return toApplied(row, countsOf(row));
    const counts = await takeRowsIn(tx, apply);
    await keepCounts(tx, apply.importId, counts);
    return toApplied(row, counts);
  }, applying);
}

const selectImport = (importId: string) =>
  sql`SELECT keep_good AS "keepGood", dry_run AS "dryRun", bad_rows AS "badRows", good, added, joined, known
    FROM play_imports WHERE id = ${importId}::uuid AND status = 'running'`;

const countsOf = ({ added, joined, known }: LockedImport): TakenIn => ({
  added: added ?? 0,
  joined: joined ?? 0,
  known: known ?? 0,
});

const toApplied = ({ dryRun }: LockedImport, counts: TakenIn): Applied =>
  counts.added + counts.joined + counts.known === 0
    ? { kind: 'empty' }
    : { kind: dryRun ? 'told' : 'taken-in', ...counts };

class TakeBack extends Error {
  override readonly name = 'TakeBack';
  constructor(readonly counts: TakenIn) {
    super('Told; nothing is kept.');
  }
}

/** The very same, and back again: what is told is what would be done. */
async function tell(db: Database, apply: Apply, planned: LockedImport): Promise<Applied> {
  try {
    await db.$transaction(async (tx) => {
      throw new TakeBack(await takeRowsIn(tx, apply));
    }, applying);
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
    await keepCounts(db, apply.importId, error.counts);
    return toApplied(planned, error.counts);
  }
  return { kind: 'empty' };
}

const keepCounts = (
  tx: Pick<DatabaseSession, '$executeRaw'>,
  importId: string,
  { added, joined, known }: TakenIn,
) =>
  tx.$executeRaw`UPDATE play_imports SET good = ${added + joined + known}, added = ${added}, joined = ${joined}, known = ${known}
    WHERE id = ${importId}::uuid AND status = 'running'`;

/** A row with Trakt's id of the play is named by it; another by its item and time, so that a file taken in twice doubles nothing. */
const takeRowsIn = (tx: DatabaseSession, { userId, importId }: Apply): Promise<TakenIn> =>
  takeIn(tx, {
    userId,
    source: importSource,
    rows: sql`(SELECT position, history_id, viewing, media_type, trakt_item_id, watched_at, watched_at_given, action,
      coalesce('trakt:' || history_id, source_ref, media_type || ':' || trakt_item_id || '@' ||
        coalesce(to_char(watched_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'unknown')) AS source_ref
      FROM import_rows WHERE import_id = ${importId}::uuid AND trakt_item_id IS NOT NULL)`,
  });

const unfound = z.object({
  position: z.int(),
  file: z.string().nullable(),
  row: z.int(),
  key: z.string(),
  season: z.int().nullable(),
  number: z.int().nullable(),
  isMissing: z.boolean(),
});

const atOnce = 5000;

/** Rows without an item become faults, and are rows no more: so it is done once however often it is repeated. */
async function tellUnfound(db: Database, importId: string): Promise<void> {
  let told = atOnce;
  while (told === atOnce) {
    told = await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM play_imports WHERE id = ${importId}::uuid FOR UPDATE`;
      const rows = await queryRows(
        tx,
        unfound,
        sql`SELECT r.position, r.file, r.row, r.title_key AS key, r.season, r.number, coalesce(t.status = 'missing', false) AS "isMissing"
          FROM import_rows r LEFT JOIN import_titles t ON t.import_id = r.import_id AND t.key = r.title_key
          WHERE r.import_id = ${importId}::uuid AND r.trakt_item_id IS NULL ORDER BY r.position LIMIT ${atOnce}`,
      );
      await addFaults(tx, importId, rows.map(toFault));
      const positions = rows.map(({ position }) => position);
      await tx.importRow.deleteMany({ where: { importId, position: { in: positions } } });
      await tx.$executeRaw`UPDATE play_imports SET bad_rows = bad_rows + ${rows.length} WHERE id = ${importId}::uuid`;
      return rows.length;
    });
  }
}

function toFault({
  file,
  row,
  key,
  season,
  number,
  isMissing,
}: z.output<typeof unfound>): PlacedFault {
  const [kind = '', idType = '', id = ''] = key.split(':');
  const named = `${kind === 'movie' ? 'film' : kind} with the ${idType.toUpperCase()} id ${id}`;
  const column = `${idType}_id`;
  return isMissing || season === null
    ? { file, row, column, reason: `Trakt knows no ${named}` }
    : {
        file,
        row,
        column: 'number',
        reason: `Trakt knows no episode ${season}x${number ?? '?'} of the ${named}`,
      };
}
