import { z } from 'zod';
import { bulkInsert, queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { LastActivities, TraktPlay } from '../../../upstream/trakt/index.js';
import { toMediaItem } from './to-media-item.js';

export const source = 'trakt';

/** One attempt to read a history to its end, as stored. */
export interface HistoryRead {
  readonly id: string;
  readonly userId: string;
  readonly extent: 'recent' | 'whole';
  readonly snapshot: LastActivities;
  readonly status: 'open' | 'complete' | 'abandoned';
  readonly nextPage: number;
  readonly pageSize: number;
  readonly pass: number;
  readonly pageCount: number | null;
  readonly itemCount: number | null;
  readonly coversAll: boolean;
  readonly startedAt: Date;
}

const readRow = z.object({
  id: z.string(),
  userId: z.string(),
  extent: z.enum(['recent', 'whole']),
  snapshot: z.record(z.string(), z.string()),
  status: z.enum(['open', 'complete', 'abandoned']),
  nextPage: z.int(),
  pageSize: z.int(),
  pass: z.int(),
  pageCount: z.int().nullable(),
  itemCount: z.int().nullable(),
  coversAll: z.boolean(),
  startedAt: z.date(),
});

export interface ReadPosition {
  readonly nextPage: number;
  readonly pageSize: number;
  readonly pass: number;
  readonly pageCount: number | null;
  readonly itemCount: number | null;
}

export type ReadStore = ReturnType<typeof createReadStore>;

/** Open reads, their staged rows, and the cursor that a complete read moves. */
export function createReadStore({ db }: { readonly db: Database }) {
  return {
    async cursor(userId: string): Promise<{ activities: LastActivities; promised: number } | null> {
      const row = await db.syncCursor.findUnique({ where: { userId_source: { userId, source } } });
      if (row === null) return null;
      return { activities: readRow.shape.snapshot.parse(row.activities), promised: row.promised };
    },

    async findOpen(userId: string): Promise<HistoryRead | null> {
      const row = await db.historyRead.findFirst({
        where: { userId, source, status: 'open' },
        orderBy: { startedAt: 'desc' },
      });
      return row === null ? null : readRow.parse(row);
    },

    async get(id: string): Promise<HistoryRead> {
      return readRow.parse(await db.historyRead.findUniqueOrThrow({ where: { id } }));
    },

    async begin(
      read: Pick<HistoryRead, 'id' | 'userId' | 'extent' | 'snapshot' | 'pageSize'>,
    ): Promise<void> {
      await db.historyRead.upsert({
        where: { id: read.id },
        create: { ...read, snapshot: { ...read.snapshot }, source },
        update: {},
      });
    },

    /** Asks more of an open read: every page, from the first. What is staged stays and is seen again. */
    async widen(id: string): Promise<void> {
      await db.historyRead.updateMany({
        where: { id, status: 'open', extent: 'recent' },
        data: { extent: 'whole', nextPage: 1, pass: { increment: 1 }, itemCount: null },
      });
    },

    async abandon(id: string): Promise<void> {
      await db.$transaction([
        db.historyRead.updateMany({ where: { id, status: 'open' }, data: { status: 'abandoned' } }),
        db.stagedPlay.deleteMany({ where: { readId: id } }),
      ]);
    },

    /** Stages one page. Safe to repeat: rows and items are keyed by the source's ids. */
    async stage(read: HistoryRead, plays: readonly TraktPlay[]): Promise<void> {
      await stageItems(db, plays);
      await bulkInsert(db, {
        table: 'staged_plays',
        columns: stagedColumns,
        rows: plays.map((play) => toStagedRow(read, play)),
        onConflict: {
          target: ['read_id', 'source_ref'],
          update: [
            'pass',
            'media_type',
            'trakt_item_id',
            'watched_at',
            'watched_at_given',
            'action',
          ],
        },
      });
    },

    /** Rows of this pass, and how they stand to the ledger. */
    async countStaged(
      read: HistoryRead,
    ): Promise<{ distinct: number; added: number; active: number }> {
      const [row] = await queryRows(
        db,
        z.object({ distinct: z.int(), added: z.int(), active: z.int() }),
        sql`SELECT count(*)::int AS distinct,
            (count(*) FILTER (WHERE p.id IS NULL))::int AS added,
            (SELECT count(*)::int FROM plays WHERE user_id = ${read.userId} AND source = ${source} AND state <> 'removed') AS active
          FROM staged_plays s LEFT JOIN plays p
            ON p.user_id = ${read.userId} AND p.source = ${source} AND p.source_ref = s.source_ref AND p.state <> 'removed'
          WHERE s.read_id = ${read.id}::uuid AND s.pass = ${read.pass}`,
      );
      return row ?? { distinct: 0, added: 0, active: 0 };
    },

    async countDistinct(read: HistoryRead): Promise<number> {
      return db.stagedPlay.count({ where: { readId: read.id, pass: read.pass } });
    },

    /** How many of these rows the ledger holds. */
    async countKnown(userId: string, sourceRefs: readonly string[]): Promise<number> {
      return db.play.count({
        where: { userId, source, sourceRef: { in: [...sourceRefs] }, state: { not: 'removed' } },
      });
    },

    async moveTo(id: string, position: ReadPosition): Promise<void> {
      await db.historyRead.update({ where: { id }, data: position });
    },

    async markWalked(id: string, coversAll: boolean): Promise<void> {
      await db.historyRead.update({ where: { id }, data: { nextPage: 0, coversAll } });
    },
  };
}

const stagedColumns = {
  read_id: 'uuid',
  source_ref: 'text',
  pass: 'int4',
  media_type: 'text',
  trakt_item_id: 'int8',
  watched_at: 'timestamptz',
  watched_at_given: 'text',
  action: 'text',
} as const;

const toStagedRow = (read: HistoryRead, play: TraktPlay) => ({
  read_id: read.id,
  source_ref: play.id,
  pass: read.pass,
  media_type: play.type,
  trakt_item_id: itemIdOf(play),
  watched_at: watchedAtOf(play),
  watched_at_given: play.watchedAt,
  action: play.action,
});

async function stageItems(db: Database, plays: readonly TraktPlay[]): Promise<void> {
  await bulkInsert(db, {
    table: 'trakt_items',
    columns: {
      media_type: 'text',
      trakt_item_id: 'int8',
      show_id: 'int8',
      season: 'int4',
      number: 'int4',
      facts: 'jsonb',
    } as const,
    rows: plays.map((play) => ({
      media_type: play.type,
      trakt_item_id: itemIdOf(play),
      show_id: play.type === 'episode' ? play.show.ids.trakt : null,
      season: play.type === 'episode' ? play.episode.season : null,
      number: play.type === 'episode' ? play.episode.number : null,
      facts: toMediaItem(play),
    })),
    onConflict: {
      target: ['media_type', 'trakt_item_id'],
      update: ['show_id', 'season', 'number', 'facts'],
    },
  });
}

const itemIdOf = (play: TraktPlay): number =>
  play.type === 'episode' ? play.episode.ids.trakt : play.movie.ids.trakt;

// Trakt stores "watched at an unknown date" as the Unix epoch (Trakt API notes, history).
const watchedAtOf = ({ watchedAt }: TraktPlay): Date | null => {
  const instant = new Date(watchedAt);
  return instant.getTime() === 0 ? null : instant;
};
