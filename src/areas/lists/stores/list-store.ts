import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import {
  gonePolicies,
  listStandings,
  strangerPolicies,
  type ListDraft,
  type ListStanding,
} from '../list.js';
import { overflows } from '../reconcile/plan-parts.js';
import { privacies } from '../reconcile/shown-list.js';
import { rule, type Rule } from '../rules/rule.js';

const listRow = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  description: z.string(),
  rule,
  privacy: z.enum(privacies),
  displayNumbers: z.boolean(),
  allowComments: z.boolean(),
  overflow: z.enum(overflows),
  strangers: z.enum(strangerPolicies),
  whenGone: z.enum(gonePolicies),
  enabled: z.boolean(),
  version: z.int(),
  count: z.int(),
  title: z.string().nullable(),
  ownText: z.string().nullable(),
  standing: z.enum(listStandings),
  advice: z.string().nullable(),
  standingSince: z.date(),
  importsFrom: z.bigint().transform(Number).nullable(),
  importAdopts: z.boolean(),
  evaluatedAt: z.date().nullable(),
  changedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  deletedAt: z.date().nullable(),
  parts: z.array(
    z.object({ part: z.int(), traktListId: z.number().nullable(), slug: z.string().nullable() }),
  ),
});
export type ListRecord = Readonly<z.output<typeof listRow>>;

const columns = sql`l.id, l.user_id AS "userId", l.name_template AS name, l.description_template AS description, l.rule, l.privacy,
  l.display_numbers AS "displayNumbers", l.allow_comments AS "allowComments", l.overflow, l.strangers, l.when_gone AS "whenGone",
  l.enabled, l.version, l.title, l.own_text AS "ownText", l.standing, l.advice, l.standing_since AS "standingSince", l.imports_from AS "importsFrom",
  l.import_adopts AS "importAdopts", l.evaluated_at AS "evaluatedAt", l.changed_at AS "changedAt", l.created_at AS "createdAt",
  l.updated_at AS "updatedAt", l.deleted_at AS "deletedAt",
  (SELECT count(*)::int FROM list_items i WHERE i.list_id = l.id) AS count,
  coalesce((SELECT jsonb_agg(jsonb_build_object('part', p.part, 'traktListId', p.trakt_list_id, 'slug', p.slug) ORDER BY p.part)
    FROM list_parts p WHERE p.list_id = l.id), '[]') AS parts`;

export interface NewListRow extends ListDraft {
  readonly id: string;
  readonly userId: string;
  readonly importsFrom: number | null;
  readonly importAdopts: boolean;
}

export interface Standing {
  readonly standing: ListStanding;
  readonly advice: string | null;
}

/** What a list on Trakt was; its settings where it is to go on as it was. */
export type TakenOver = Pick<ListDraft, 'name' | 'description' | 'rule'> &
  Partial<Pick<ListDraft, 'privacy' | 'displayNumbers' | 'allowComments'>>;

export type ListStore = ReturnType<typeof createListStore>;

/** What people want their lists to be. Those taken away are only found by name. */
export const createListStore = ({ db }: { readonly db: Database }) => ({
  ...createListViews(db),
  ...createListChanges(db),
  ...createStandings(db),
});

function createListViews(db: Database) {
  const select = (where: Sql, limit: number | null = null) =>
    queryRows(
      db,
      listRow,
      sql`SELECT ${columns} FROM lists l WHERE ${where} ORDER BY l.created_at, l.id LIMIT ${limit}`,
    );
  return {
    async find(userId: string, id: string): Promise<ListRecord | undefined> {
      if (!z.uuid().safeParse(id).success) return undefined;
      const [row] = await select(sql`l.user_id = ${userId} AND l.id = ${id}::uuid`);
      return row;
    },

    /** All that are not taken away, oldest first. */
    all: (userId: string): Promise<readonly ListRecord[]> =>
      select(sql`l.user_id = ${userId} AND l.deleted_at IS NULL`),

    /** Taken away here before then, while nothing has begun to take them away on Trakt. */
    unbegunDeletions: (before: Date): Promise<readonly ListRecord[]> =>
      select(sql`l.standing = 'deleting' AND l.deleted_at < ${before}
        AND NOT EXISTS (SELECT FROM list_runs r WHERE r.list_id = l.id AND r.kind = 'delete')`),

    /** Oldest first. Throws InputError for a cursor that is not ours. */
    async page(
      userId: string,
      { limit, cursor, deleted = false }: PageWish & { readonly deleted?: boolean | undefined },
    ): Promise<Page<ListRecord>> {
      const after = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
      const isThere = deleted ? sql`l.deleted_at IS NOT NULL` : sql`l.deleted_at IS NULL`;
      const behind =
        after === undefined
          ? sql`TRUE`
          : sql`(l.created_at, l.id) > (${after.at}, ${after.id}::uuid)`;
      const rows = await select(sql`l.user_id = ${userId} AND ${isThere} AND ${behind}`, limit + 1);
      return toPage(rows, limit, {
        place: ({ createdAt, id }) => ({ at: createdAt, id }),
        item: (row) => row,
      });
    },
  };
}

function createListChanges(db: Database) {
  return {
    /** False when one of that id is there already. */
    async add({ name, description, ...row }: NewListRow, at: Date): Promise<boolean> {
      const data = {
        ...row,
        nameTemplate: name,
        descriptionTemplate: description,
        rule: asJson(row.rule),
      };
      const { count } = await db.smartList.createMany({
        data: { ...data, createdAt: at, updatedAt: at, standingSince: at },
        skipDuplicates: true,
      });
      return count === 1;
    },

    /** False when it is not at that version any more. */
    async change(
      { id, version, name, description, ...draft }: ListDraft & { id: string; version: number },
      at: Date,
    ): Promise<boolean> {
      const { count } = await db.smartList.updateMany({
        where: { id, version, deletedAt: null },
        data: {
          ...draft,
          nameTemplate: name,
          descriptionTemplate: description,
          rule: asJson(draft.rule),
          version: version + 1,
          updatedAt: at,
        },
      });
      return count === 1;
    },
  };
}

function createStandings(db: Database) {
  return {
    /** Safe to repeat. Its items go at once. */
    async takeAway(id: string, { standing, at }: { standing: ListStanding; at: Date }) {
      await db.$transaction([
        db.smartList.updateMany({
          where: { id, deletedAt: null },
          data: { deletedAt: at, standing, advice: null, standingSince: at },
        }),
        db.listItem.deleteMany({ where: { listId: id } }),
      ]);
    },

    /** True when that is news. */
    async stand(id: string, { standing, advice }: Standing, at: Date): Promise<boolean> {
      const { count } = await db.smartList.updateMany({
        where: { id, standing: { not: standing } },
        data: { standing, advice, standingSince: at },
      });
      if (count === 0) await db.smartList.updateMany({ where: { id }, data: { advice } });
      return count > 0;
    },

    /** What was to be taken over is in the rule now. A later change by the person stands. */
    async tookOver(
      id: string,
      { name, description, rule: taken, ...settings }: TakenOver,
    ): Promise<void> {
      await db.smartList.updateMany({
        where: { id, NOT: { importsFrom: null } },
        data: {
          ...settings,
          nameTemplate: name,
          descriptionTemplate: description,
          rule: asJson(taken),
          importsFrom: null,
        },
      });
    },
  };
}

/** The client's type of JSON has no room for filters within filters. */
const asJson = (kept: Rule): { toJSON: () => Rule } => ({ toJSON: () => kept });
