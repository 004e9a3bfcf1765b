import { z } from 'zod';
import { bulkInsert, queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { TraktPlay } from '../../../upstream/trakt/index.js';
import { keepItems } from '../ledger/keep-items.js';
import { goneFrom } from './gone.js';
import type { HistoryRead } from './history-read.js';
import { source } from './source.js';

const standing = z.object({
  distinct: z.int(),
  added: z.int(),
  changed: z.int(),
  active: z.int(),
});

/** Rows of a pass: all, those new to the ledger, those that say something else than it; and the rows of the ledger. */
type Standing = z.infer<typeof standing>;

/** Rows of an open read, and how they stand to the ledger. */
export function createStaging(db: Database) {
  return {
    /** Stages one page. Safe to repeat: rows and items are keyed by the source's ids. */
    async stage(read: HistoryRead, plays: readonly TraktPlay[]): Promise<void> {
      await keepItems(db, plays);
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
    async countStaged(read: HistoryRead): Promise<Standing> {
      const [row] = await queryRows(
        db,
        standing,
        sql`SELECT count(*)::int AS distinct,
            (count(*) FILTER (WHERE p.id IS NULL))::int AS added,
            (count(*) FILTER (WHERE (p.media_type, p.trakt_item_id, p.watched_at_given, p.action)
              <> (s.media_type, s.trakt_item_id, s.watched_at_given, s.action)))::int AS changed,
            (SELECT count(*)::int FROM plays WHERE user_id = ${read.userId} AND source = ${source} AND state <> 'removed') AS active
          FROM staged_plays s LEFT JOIN plays p
            ON p.user_id = ${read.userId} AND p.source = ${source} AND p.source_ref = s.source_ref AND p.state <> 'removed'
          WHERE s.read_id = ${read.id}::uuid AND s.pass = ${read.pass}`,
      );
      return row ?? { distinct: 0, added: 0, changed: 0, active: 0 };
    },

    /** The same, and how many plays of the ledger are gone. */
    async standing(read: HistoryRead): Promise<Standing & { readonly gone: number }> {
      const [row] = await queryRows(
        db,
        z.object({ gone: z.int() }),
        sql`SELECT count(*)::int AS gone FROM (${goneFrom(read)}) AS gone`,
      );
      return { ...(await this.countStaged(read)), gone: row?.gone ?? 0 };
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

const itemIdOf = (play: TraktPlay): number =>
  play.type === 'episode' ? play.episode.ids.trakt : play.movie.ids.trakt;

// Trakt stores "watched at an unknown date" as the Unix epoch (Trakt API notes, history).
const watchedAtOf = ({ watchedAt }: TraktPlay): Date | null => {
  const instant = new Date(watchedAt);
  return instant.getTime() === 0 ? null : instant;
};
