import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import { importFormats } from '../files/read-file.js';
import {
  importStatuses,
  type ImportEnding,
  type ImportPhase,
  type ImportStart,
  type ImportView,
} from './import.js';

const importRow = z.object({
  id: z.string(),
  userId: z.string(),
  requestId: z.string(),
  workflowId: z.string(),
  format: z.enum(importFormats),
  timeZone: z.string(),
  keepGood: z.boolean(),
  dryRun: z.boolean(),
  status: z.enum(importStatuses),
  advice: z.string().nullable(),
  retryAt: z.date().nullable(),
  size: z.bigint().transform(Number),
  rows: z.int(),
  isRead: z.boolean(),
  badRows: z.int(),
  faults: z.int(),
  ignored: z.array(z.string()),
  titlesDone: z.int(),
  titles: z.int(),
  good: z.int().nullable(),
  added: z.int().nullable(),
  joined: z.int().nullable(),
  known: z.int().nullable(),
  runId: z.string().nullable(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
});

const columns = sql`i.id, i.user_id AS "userId", i.request_id AS "requestId", i.workflow_id AS "workflowId", i.format,
  i.time_zone AS "timeZone", i.keep_good AS "keepGood", i.dry_run AS "dryRun", i.status, i.advice, i.retry_at AS "retryAt", i.size,
  i.read AS rows, i.is_read AS "isRead", i.bad_rows AS "badRows", i.faults, i.ignored, i.good, i.added, i.joined, i.known,
  (SELECT count(*)::int FROM import_titles t WHERE t.import_id = i.id AND t.status <> 'waiting') AS "titlesDone",
  (SELECT count(*)::int FROM import_titles t WHERE t.import_id = i.id) AS titles,
  i.run_id AS "runId", i.started_at AS "startedAt", i.ended_at AS "endedAt"`;

export type ImportStore = ReturnType<typeof createImportStore>;

/** Imports, whatever became of them. */
export const createImportStore = ({ db }: { readonly db: Database }) => ({
  ...createImportMoves(db),
  ...createImportViews(db),
});

/** A file that takes longer is taken for one whose process died; ms. */
const arrivesWithin = 10 * 60_000;

/** Of each person the latest imports are kept. */
const kept = 50;

function createImportMoves(db: Database) {
  return {
    /** One whose file stopped arriving is begun anew. False when it is there already. */
    async open(start: ImportStart, startedAt: Date): Promise<boolean> {
      const lost = new Date(startedAt.getTime() - arrivesWithin);
      await db.playImport.deleteMany({
        where: { id: start.id, status: 'uploading', startedAt: { lt: lost } },
      });
      const { count } = await db.playImport.createMany({
        data: { ...start, startedAt },
        skipDuplicates: true,
      });
      return count === 1;
    },

    /** The file is there. */
    async arrived(id: string, file: { size: number; sha256: string }): Promise<void> {
      await db.playImport.updateMany({
        where: { id, status: 'uploading' },
        data: { ...file, status: 'running' },
      });
    },

    async sha256(id: string): Promise<string | null> {
      const row = await db.playImport.findUnique({ where: { id }, select: { sha256: true } });
      return row?.sha256 ?? null;
    },

    async setRun(id: string, runId: string): Promise<void> {
      await db.playImport.updateMany({ where: { id }, data: { runId } });
    },

    /** Safe to repeat: only one that goes on is ended. What was staged for it goes. */
    async end(
      { importId: id, status, advice, retryAt }: ImportEnding,
      endedAt: Date,
    ): Promise<void> {
      const where = { importId: id };
      await db.$transaction([
        db.playImport.updateMany({
          where: { id, status: { in: ['uploading', 'running'] } },
          data: { status, advice, retryAt, endedAt },
        }),
        db.importPiece.deleteMany({ where }),
        db.importRow.deleteMany({ where }),
        db.importTitle.deleteMany({ where }),
      ]);
    },

    async forget(userId: string, id: string): Promise<void> {
      await db.playImport.deleteMany({ where: { userId, id } });
    },

    /** Old ones make room, and files that stopped arriving an hour ago. */
    async trim(userId: string, now: Date): Promise<void> {
      const anHourAgo = new Date(now.getTime() - 3_600_000);
      await db.$executeRaw`DELETE FROM play_imports WHERE id IN (SELECT id FROM play_imports
        WHERE user_id = ${userId} AND ended_at IS NOT NULL ORDER BY started_at DESC, id OFFSET ${kept})
        OR (user_id = ${userId} AND status = 'uploading' AND started_at < ${anHourAgo})`;
    },
  };
}

function createImportViews(db: Database) {
  const select = (where: Sql, limit: number) =>
    queryRows(
      db,
      importRow,
      sql`SELECT ${columns} FROM play_imports i WHERE ${where} ORDER BY i.started_at DESC, i.id DESC LIMIT ${limit}`,
    );

  return {
    async find(userId: string, id: string): Promise<ImportView | undefined> {
      if (!z.uuid().safeParse(id).success) return undefined;
      const [row] = await select(sql`i.user_id = ${userId} AND i.id = ${id}::uuid`, 1);
      return row === undefined ? undefined : toView(row);
    },

    /** Newest first. Throws InputError for a cursor that is not ours. */
    async list(userId: string, { limit, cursor }: PageWish): Promise<Page<ImportView>> {
      const after = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
      const rows = await select(
        sql`i.user_id = ${userId} ${after === undefined ? emptySql : sql`AND (i.started_at, i.id) < (${after.at}, ${after.id}::uuid)`}`,
        limit + 1,
      );
      return toPage(rows, limit, {
        place: ({ startedAt, id }) => ({ at: startedAt, id }),
        item: toView,
      });
    },
  };
}

type Row = z.output<typeof importRow>;

function toView({
  isRead,
  titlesDone,
  titles,
  good,
  added,
  joined,
  known,
  ...row
}: Row): ImportView {
  return {
    ...row,
    phase: phaseOf({ status: row.status, isRead, left: titles - titlesDone }),
    titles: { done: titlesDone, total: titles },
    counts:
      good === null ? null : { good, added: added ?? 0, joined: joined ?? 0, known: known ?? 0 },
  };
}

interface Standing {
  readonly status: ImportView['status'];
  readonly isRead: boolean;
  readonly left: number;
}

function phaseOf({ status, isRead, left }: Standing): ImportPhase {
  if (status === 'uploading') return 'uploading';
  if (status !== 'running') return 'done';
  if (!isRead) return 'reading';
  return left > 0 ? 'looking-up' : 'taking-in';
}
