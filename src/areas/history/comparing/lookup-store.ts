import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import { timeOf } from '../reading/gone.js';
import type { HistoryRead } from '../reading/history-read.js';
import { knownPlays } from './known-plays.js';
import type { Lookup, LookupWish, Window } from './lookup.js';

export type LookupStore = ReturnType<typeof createLookupStore>;

const row = { id: z.bigint(), nextPage: z.int(), itemCount: z.int().nullable() };
const traktId = z.coerce.number();
const window = { from: z.date(), to: z.date().nullable() };
const stored: z.ZodType<Lookup> = z.discriminatedUnion('kind', [
  z.object({ ...row, kind: z.literal('item'), mediaType: z.enum(['episode', 'movie']), traktId }),
  z.object({ ...row, kind: z.literal('show'), traktId }),
  z.object({ ...row, kind: z.literal('window'), ...window }),
  z.object({ ...row, kind: z.literal('count'), ...window, itemCount: z.int() }),
]);

const columns = {
  read_id: 'uuid',
  pass: 'int4',
  kind: 'text',
  media_type: 'text',
  trakt_id: 'int8',
  from: 'timestamptz',
  to: 'timestamptz',
  item_count: 'int4',
} as const;

const toRow = ({ id, pass }: HistoryRead, wish: LookupWish) => ({
  read_id: id,
  pass,
  kind: wish.kind,
  media_type: wish.kind === 'item' ? wish.mediaType : null,
  trakt_id: 'traktId' in wish ? wish.traktId : null,
  from: 'from' in wish ? wish.from : null,
  to: 'to' in wish ? wish.to : null,
  item_count: 'itemCount' in wish ? wish.itemCount : null,
});

/** What is left to be looked up of an open read. Each step is one transaction, so that it is done or not done. */
export const createLookupStore = ({ db }: { readonly db: Database }) => ({
  ...stepping(db),
  ...counting(db),
});

function stepping(db: Database) {
  const add = (session: DatabaseSession, read: HistoryRead, wishes: readonly LookupWish[]) =>
    bulkInsert(session, {
      table: 'read_lookups',
      columns,
      rows: wishes.map((wish) => toRow(read, wish)),
    });

  return {
    /** Lookups in place of what was begun with. Safe to repeat: a read that has gone on is left as it is. */
    async begin(
      read: HistoryRead,
      lookups: readonly LookupWish[],
      itemCount: number,
    ): Promise<void> {
      await db.$transaction(async (tx) => {
        const { count } = await tx.historyRead.updateMany({
          where: { id: read.id, status: 'open', pass: read.pass, way: 'snapshot' },
          data: { way: 'lookups', itemCount },
        });
        if (count > 0) await add(tx, read, lookups);
      });
    },

    async next({ id, pass }: HistoryRead): Promise<Lookup | undefined> {
      const found = await db.readLookup.findFirst({
        where: { readId: id, pass, isDone: false },
        orderBy: { id: 'asc' },
      });
      return found === null ? undefined : stored.parse(found);
    },

    async hasCounted({ id, pass }: HistoryRead): Promise<boolean> {
      return (await db.readLookup.count({ where: { readId: id, pass, kind: 'count' } })) > 0;
    },

    async moveTo(
      { id }: Lookup,
      position: { readonly nextPage: number; readonly itemCount: number | null },
    ): Promise<void> {
      await db.readLookup.update({ where: { id }, data: position });
    },

    async finish({ id }: Lookup, itemCount: number): Promise<void> {
      await db.readLookup.update({ where: { id }, data: { isDone: true, itemCount } });
    },

    /** Others take its place. Safe to repeat: one that has been replaced is not replaced again. */
    async replace(read: HistoryRead, lookup: Lookup, others: readonly LookupWish[]): Promise<void> {
      await db.$transaction(async (tx) => {
        const { count } = await tx.readLookup.updateMany({
          where: { id: lookup.id, isDone: false },
          data: { isDone: true },
        });
        if (count > 0) await add(tx, read, others);
      });
    },
  };
}

function counting(db: Database) {
  return {
    async countKnown(read: HistoryRead, { from, to }: Window): Promise<number> {
      const [found] = await queryRows(
        db,
        z.object({ plays: z.int() }),
        sql`SELECT count(*)::int AS plays FROM ${knownPlays(read)} AS k WHERE ${within({ from, to })}`,
      );
      return found?.plays ?? 0;
    },

    /** A time with half of what is known before it; null where all of it has one time, or there is nothing. */
    async middle(read: HistoryRead, { from, to }: Window): Promise<Date | null> {
      const [found] = await queryRows(
        db,
        z.object({ first: z.date().nullable(), middle: z.date().nullable() }),
        sql`SELECT min(watched_at) AS first, percentile_disc(0.5) WITHIN GROUP (ORDER BY watched_at) AS middle
          FROM ${knownPlays(read)} AS k WHERE ${within({ from, to })}`,
      );
      if (found === undefined || found.middle === null || found.first === null) return null;
      if (found.middle > found.first) return found.middle;
      // More than half of it at the first time: all that is later is the other half.
      const [later] = await queryRows(
        db,
        z.object({ at: z.date().nullable() }),
        sql`SELECT min(watched_at) AS at FROM ${knownPlays(read)} AS k
          WHERE ${within({ from, to })} AND watched_at > ${found.first}`,
      );
      return later?.at ?? null;
    },

    /** Rows of this read that belong to the lookup. */
    async countStaged({ id, pass }: HistoryRead, lookup: Lookup): Promise<number> {
      const [found] = await queryRows(
        db,
        z.object({ rows: z.int() }),
        sql`SELECT count(*)::int AS rows
          FROM (SELECT media_type, trakt_item_id, ${timeOf(sql`p`)} AS watched_at FROM staged_plays p
            WHERE read_id = ${id}::uuid AND pass = ${pass}) AS s LEFT JOIN trakt_items i USING (media_type, trakt_item_id)
          WHERE ${belongsTo(lookup)}`,
      );
      return found?.rows ?? 0;
    },
  };
}

const within = ({ from, to }: Window) =>
  sql`watched_at >= ${from} AND ${to === null ? sql`true` : sql`watched_at < ${to}`}`;

function belongsTo(lookup: Lookup) {
  switch (lookup.kind) {
    case 'item':
      return sql`media_type = ${lookup.mediaType} AND trakt_item_id = ${lookup.traktId}`;
    case 'show':
      return sql`media_type = 'episode' AND i.show_id = ${lookup.traktId}`;
    case 'window':
    case 'count':
      return within(lookup);
  }
}
