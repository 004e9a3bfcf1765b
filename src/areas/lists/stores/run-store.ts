import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import {
  listCounts,
  listRunKinds,
  listRunStatuses,
  listRunTriggers,
  missingItem,
  type ListCounts,
  type ListRunKind,
  type ListRunStatus,
  type ListRunTrigger,
  type ListRunView,
  type MissingItem,
} from '../list-run.js';

const runRow = z.object({
  id: z.string(),
  listId: z.string(),
  userId: z.string(),
  kind: z.enum(listRunKinds),
  trigger: z.enum(listRunTriggers),
  requestId: z.string().nullable(),
  allowsRemovals: z.boolean(),
  workflowId: z.string(),
  status: z.enum(listRunStatuses),
  advice: z.string().nullable(),
  retryAt: z.date().nullable(),
  counts: listCounts.nullable(),
  missing: z.array(missingItem),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
});

const columns = sql`id, list_id AS "listId", user_id AS "userId", kind, trigger, request_id AS "requestId",
  allows_removals AS "allowsRemovals", workflow_id AS "workflowId", status, advice, retry_at AS "retryAt", counts, missing,
  started_at AS "startedAt", ended_at AS "endedAt"`;

export interface ListRunStart {
  readonly id: string;
  readonly listId: string;
  readonly userId: string;
  readonly kind: ListRunKind;
  readonly trigger: ListRunTrigger;
  readonly requestId: string | null;
  readonly allowsRemovals: boolean;
  readonly workflowId: string;
  readonly workflowRunId: string;
}

export interface ListRunEnd {
  readonly status: ListRunStatus;
  readonly advice: string | null;
  readonly retryAt: Date | null;
  readonly counts: ListCounts | null;
  readonly missing: readonly MissingItem[];
}

/** Keys by part, as Trakt showed them: first of all, and last. */
const shownByPart = z.record(
  z.string(),
  z.object({ first: z.array(z.string()), last: z.array(z.string()).nullable() }),
);
export type ShownByPart = Readonly<z.infer<typeof shownByPart>>;

/** Of each list the latest runs are kept. */
const kept = 200;

export type ListRunStore = ReturnType<typeof createListRunStore>;

export const createListRunStore = ({ db }: { readonly db: Database }) => ({
  ...createRunMoves(db),
  ...createRunViews(db),
});

function createRunMoves(db: Database) {
  return {
    /** Safe to repeat: a run is opened once. */
    async open(run: ListRunStart, startedAt: Date): Promise<void> {
      await db.listRun.createMany({ data: { ...run, startedAt }, skipDuplicates: true });
      await db.$executeRaw`DELETE FROM list_runs WHERE id IN (SELECT id FROM list_runs
        WHERE list_id = ${run.listId}::uuid AND ended_at IS NOT NULL ORDER BY started_at DESC, id OFFSET ${kept})`;
    },

    /** What Trakt shows of a part: kept as the first only once, as the last each time. */
    async saw(
      runId: string,
      part: number,
      { keys, isLast }: { keys: readonly string[]; isLast: boolean },
    ) {
      const place = String(part);
      const shown = JSON.stringify(keys);
      await db.$executeRaw`UPDATE list_runs SET before = before || jsonb_build_object(${place}::text, jsonb_build_object(
          'first', coalesce(before #> ARRAY[${place}::text, 'first'], ${shown}::jsonb),
          'last', CASE WHEN ${isLast} THEN ${shown}::jsonb ELSE 'null'::jsonb END))
        WHERE id = ${runId}::uuid AND status = 'running'`;
    },

    async shown(runId: string): Promise<ShownByPart> {
      const row = await db.listRun.findUnique({ where: { id: runId }, select: { before: true } });
      return shownByPart.parse(row?.before ?? {});
    },

    /** Safe to repeat: only a running run is ended. */
    async end(
      runId: string,
      { counts, missing, ...end }: ListRunEnd,
      endedAt: Date,
    ): Promise<void> {
      await db.listRun.updateMany({
        where: { id: runId, status: 'running' },
        data: {
          ...end,
          ...(counts === null ? {} : { counts }),
          missing: [...missing],
          before: {},
          endedAt,
        },
      });
    },
  };
}

function createRunViews(db: Database) {
  const select = (where: Sql, limit: number) =>
    queryRows(
      db,
      runRow,
      sql`SELECT ${columns} FROM list_runs WHERE ${where} ORDER BY started_at DESC, id DESC LIMIT ${limit}`,
    );
  return {
    async find(userId: string, id: string): Promise<ListRunView | undefined> {
      if (!z.uuid().safeParse(id).success) return undefined;
      const [row] = await select(sql`user_id = ${userId} AND id = ${id}::uuid`, 1);
      return row;
    },

    /** The last of the list that ended before this one. */
    async endedBefore({ listId, id, startedAt }: ListRunView): Promise<ListRunView | undefined> {
      const [row] = await select(
        sql`list_id = ${listId}::uuid AND ended_at IS NOT NULL AND id <> ${id}::uuid AND started_at <= ${startedAt}
          AND status <> 'cancelled'`,
        1,
      );
      return row;
    },

    /** The last of a person's runs was told to wait, and the wait is not over. */
    async isWaiting(userId: string, now: Date): Promise<boolean> {
      const [last] = await select(sql`user_id = ${userId} AND status <> 'running'`, 1);
      return last?.status === 'rate-limited' && last.retryAt !== null && last.retryAt > now;
    },

    /** Trakt has shown the list as it should be, in an earlier run. */
    async wasShownBefore({ listId, id, startedAt }: ListRunView): Promise<boolean> {
      const [row] = await select(
        sql`list_id = ${listId}::uuid AND id <> ${id}::uuid AND started_at <= ${startedAt} AND status IN ('success', 'unchanged')`,
        1,
      );
      return row !== undefined;
    },

    /** Newest first. Throws InputError for a cursor that is not ours. */
    async page(listId: string, { limit, cursor }: PageWish): Promise<Page<ListRunView>> {
      const after = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
      const behind =
        after === undefined ? sql`TRUE` : sql`(started_at, id) < (${after.at}, ${after.id}::uuid)`;
      const rows = await select(sql`list_id = ${listId}::uuid AND ${behind}`, limit + 1);
      return toPage(rows, limit, {
        place: ({ startedAt, id }) => ({ at: startedAt, id }),
        item: (row) => row,
      });
    },
  };
}
