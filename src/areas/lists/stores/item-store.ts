import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  unnestRows,
  type Database,
} from '../../../platform/database/index.js';
import type { ListItem } from '../evaluate/evaluate-rule.js';
import type { ItemKey, TraktKey } from '../item-key.js';
import { itemKey } from '../rules/sources.js';

const names = z.object({
  zh: z.string().nullable(),
  ja: z.string().nullable(),
  en: z.string().nullable(),
});

const reason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), source: z.int() }),
  z.object({ kind: z.literal('pinned'), at: z.union([z.literal('top'), z.int()]) }),
  z.object({ kind: z.literal('season-of'), show: itemKey }),
  z.object({ kind: z.literal('joins'), items: z.array(itemKey) }),
]);

const termShare = z.object({
  name: z.string(),
  value: z.number().nullable(),
  share: z.number(),
});

const itemRow = z.object({
  rank: z.int(),
  key: itemKey,
  names,
  year: z.int().nullable(),
  reasons: z.array(reason),
  score: z.number().nullable(),
  terms: z.array(termShare),
  /** What Trakt said of it, if it would not have it. */
  missing: z.enum(['not-found', 'not-shown']).nullable(),
});
export type KeptItem = Readonly<z.output<typeof itemRow>>;

const columns = {
  list_id: 'uuid',
  position: 'int4',
  key: 'text',
  names: 'jsonb',
  year: 'int4',
  reasons: 'jsonb',
  score: 'text',
  terms: 'jsonb',
} as const;

export interface WorkedOutList {
  readonly listId: string;
  readonly items: readonly ListItem[];
  /** Its texts, given when its items last changed; null: not now. */
  readonly texts: (changedAt: Date | null) => { name: string; description: string };
}

/** What of learnt things is about single items. */
export const learntKinds = ['not-found', 'not-shown', 'stays-twice', 'ours'] as const;
export type LearntKind = (typeof learntKinds)[number];

export type ItemStore = ReturnType<typeof createItemStore>;

/** What lists hold, as last worked out, and what is known of Trakt's side of it. */
export const createItemStore = ({ db }: { readonly db: Database }) => ({
  ...createItems(db),
  ...createLearnt(db),
});

function createItems(db: Database) {
  return {
    /** Safe to repeat. Says when it came out differently. */
    async replace({ listId, items, texts }: WorkedOutList, at: Date): Promise<void> {
      await db.$transaction(async (tx) => {
        const before = await tx.$queryRaw<{ keys: string | null }[]>(
          sql`SELECT md5(string_agg(key, ',' ORDER BY position)) AS keys FROM list_items WHERE list_id = ${listId}::uuid`,
        );
        await tx.listItem.deleteMany({ where: { listId } });
        const rows = unnestRows(
          columns,
          items.map(({ rank, key, title, reasons, score, terms }) => ({
            list_id: listId,
            position: rank,
            key,
            names: title.names,
            year: title.year,
            reasons,
            score: score === null ? null : String(score),
            terms,
          })),
        );
        await tx.$executeRaw`INSERT INTO list_items (list_id, position, key, names, year, reasons, score, terms)
          SELECT list_id, position, key, names, year, reasons, score::float8, terms FROM ${rows} AS given`;
        const after = await tx.$queryRaw<{ keys: string | null }[]>(
          sql`SELECT md5(string_agg(key, ',' ORDER BY position)) AS keys FROM list_items WHERE list_id = ${listId}::uuid`,
        );
        const isChanged = before[0]?.keys !== after[0]?.keys;
        const { name, description } = texts(isChanged ? at : null);
        await tx.$executeRaw`UPDATE lists SET evaluated_at = ${at}, title = ${name}, own_text = ${description},
          changed_at = CASE WHEN ${isChanged} OR changed_at IS NULL THEN ${at} ELSE changed_at END WHERE id = ${listId}::uuid`;
      });
    },

    keys: (
      listId: string,
    ): Promise<readonly { readonly key: ItemKey; readonly name: string | null }[]> =>
      queryRows(
        db,
        z.object({ key: itemKey, name: z.string().nullable() }),
        sql`SELECT key, coalesce(names->>'zh', names->>'ja', names->>'en') AS name FROM list_items
          WHERE list_id = ${listId}::uuid ORDER BY position`,
      ),

    page: (
      listId: string,
      { after, limit }: { readonly after: number; readonly limit: number },
    ): Promise<readonly KeptItem[]> =>
      queryRows(
        db,
        itemRow,
        sql`SELECT i.position AS rank, i.key, i.names, i.year, i.reasons, i.score, i.terms,
          (SELECT n.kind FROM list_learnt n WHERE n.list_id = i.list_id AND n.key = i.key AND n.kind IN ('not-found', 'not-shown') LIMIT 1) AS missing
          FROM list_items i WHERE i.list_id = ${listId}::uuid AND i.position > ${after} ORDER BY i.position LIMIT ${limit}`,
      ),
  };
}

const learntRow = z.object({
  kind: z.enum(learntKinds),
  key: itemKey.transform((key) => key as TraktKey),
  value: z.string(),
});
export type LearntRow = Readonly<z.output<typeof learntRow>>;

/** What Trakt would not have is tried again after so long, in ms. */
const forgottenAfter = 14 * 24 * 3_600_000;

function createLearnt(db: Database) {
  return {
    async learn(listId: string, rows: readonly LearntRow[], at: Date): Promise<void> {
      await bulkInsert(db, {
        table: 'list_learnt',
        columns: { list_id: 'uuid', kind: 'text', key: 'text', value: 'text', at: 'timestamptz' },
        rows: rows.map((row) => ({ list_id: listId, at, ...row })),
        onConflict: { target: ['list_id', 'kind', 'key'], update: ['value'] },
      });
    },

    async unlearn(listId: string, kind: LearntKind, keys: readonly string[]): Promise<void> {
      if (keys.length === 0) return;
      await db.listLearnt.deleteMany({ where: { listId, kind, key: { in: [...keys] } } });
    },

    /** Asked by a person, everything is tried again. */
    async forgetMisses(listId: string): Promise<void> {
      await db.listLearnt.deleteMany({
        where: { listId, kind: { in: ['not-found', 'not-shown', 'stays-twice'] } },
      });
    },

    async learnt(listId: string, now: Date): Promise<readonly LearntRow[]> {
      const since = new Date(now.getTime() - forgottenAfter);
      return queryRows(
        db,
        learntRow,
        sql`SELECT kind, key, value FROM list_learnt WHERE list_id = ${listId}::uuid AND (kind = 'ours' OR at > ${since})`,
      );
    },
  };
}
