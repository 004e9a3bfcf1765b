import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { LastActivities } from '../../../upstream/trakt/index.js';
import type { LibraryItem } from './library-item.js';
import { fieldsOf, libraryParts, type LibraryPartName } from './library-part.js';

const partRow = z.object({
  part: z.enum(libraryParts),
  activities: z.record(z.string(), z.string()).nullable(),
  asked: z.record(z.string(), z.string()).nullable(),
  nextPage: z.int(),
  pageSize: z.int(),
  pass: z.int(),
  attempts: z.int(),
  itemCount: z.int().nullable(),
  skipped: z.int(),
});
/** How far a part has been read. */
export type LibraryPart = Readonly<z.infer<typeof partRow>>;

interface OfPart {
  readonly userId: string;
  readonly part: LibraryPart;
}

/** Trakt's largest page (Trakt API notes, pagination). */
const largestPage = 250;

/** Reads of ratings, watchlist and collection: their position, their staged rows, and the move that ends one. */
export const createLibraryReads = ({ db }: { readonly db: Database }) => ({
  ...createPositions(db),
  ...createLibraryStaging(db),
});
export type LibraryReads = ReturnType<typeof createLibraryReads>;

function createPositions(db: Database) {
  return {
    async parts(userId: string): Promise<readonly LibraryPart[]> {
      const rows = await db.libraryPart.findMany({ where: { userId }, orderBy: { part: 'asc' } });
      return rows.map((row) => partRow.parse(row));
    },

    /** Begins to read a part, unless it is being read: then that read goes on, and the next snapshot finds what it missed. */
    async begin(userId: string, part: LibraryPartName, snapshot: LastActivities): Promise<void> {
      const asked = JSON.stringify(fieldsOf(part, snapshot));
      await db.$executeRaw`INSERT INTO library_parts AS old (user_id, part, asked) VALUES (${userId}, ${part}, ${asked}::jsonb)
        ON CONFLICT (user_id, part) DO UPDATE SET asked = EXCLUDED.asked, next_page = 1, page_size = ${largestPage},
          pass = old.pass + 1, attempts = 1, item_count = NULL, skipped = 0
        WHERE old.asked IS NULL`;
    },

    /** Past a page that is staged; only from where the reader stood, so that of two readers one goes on. */
    async moveTo(
      { userId, part }: OfPart,
      to: Pick<LibraryPart, 'nextPage' | 'pageSize' | 'itemCount' | 'skipped'>,
    ): Promise<void> {
      await db.libraryPart.updateMany({ where: standing({ userId, part }), data: to });
    },

    /** From page one once more. */
    async again({ userId, part }: OfPart, pageSize: number): Promise<void> {
      await db.libraryPart.updateMany({
        where: standing({ userId, part }),
        data: {
          pass: { increment: 1 },
          attempts: { increment: 1 },
          nextPage: 1,
          pageSize,
          itemCount: null,
          skipped: 0,
        },
      });
    },

    async abandon({ userId, part }: OfPart): Promise<void> {
      await db.$executeRaw`UPDATE library_parts SET asked = NULL WHERE user_id = ${userId} AND part = ${part.part} AND pass = ${part.pass}`;
    },
  };
}

const standing = ({ userId, part: { part, pass, nextPage } }: OfPart) => ({
  userId,
  part,
  pass,
  nextPage,
});

const columns = {
  user_id: 'text',
  part: 'text',
  media_type: 'text',
  trakt_id: 'int8',
  pass: 'int4',
  title_id: 'int8',
  season: 'int4',
  rating: 'int4',
  at: 'timestamptz',
  facts: 'jsonb',
} as const;

function createLibraryStaging(db: Database) {
  return {
    /** One page. Safe to repeat: rows are keyed by what they are about. */
    async stage({ userId, part }: OfPart, items: readonly LibraryItem[]): Promise<void> {
      await bulkInsert(db, {
        table: 'staged_library_items',
        columns,
        rows: items.map(({ kind, traktId, titleId, season, rating, at, facts }) => ({
          user_id: userId,
          part: part.part,
          media_type: kind,
          trakt_id: traktId,
          pass: part.pass,
          title_id: titleId,
          season,
          rating,
          at,
          facts,
        })),
        onConflict: {
          target: ['user_id', 'part', 'media_type', 'trakt_id'],
          update: ['pass', 'title_id', 'season', 'rating', 'at', 'facts'],
        },
      });
    },

    /** Different rows of this walk. */
    async countStaged({ userId, part: { part, pass } }: OfPart): Promise<number> {
      return db.stagedLibraryItem.count({ where: { userId, part, pass } });
    },

    /** Puts a complete walk in the place of what was known. One transaction; safe to repeat: then the read is no longer open. */
    async complete({ userId, part }: OfPart, now: Date): Promise<void> {
      const { part: name, pass } = part;
      await db.$transaction(
        async (tx) => {
          const [open] = await queryRows(
            tx,
            z.object({ pass: z.int() }),
            sql`SELECT pass FROM library_parts WHERE user_id = ${userId} AND part = ${name} AND asked IS NOT NULL FOR UPDATE`,
          );
          if (open?.pass !== pass) return;
          await replaceItems(tx, { userId, name, pass });
          await tx.$executeRaw`UPDATE library_parts SET activities = asked, asked = NULL, completed_at = ${now}
            WHERE user_id = ${userId} AND part = ${name}`;
          await tx.stagedLibraryItem.deleteMany({ where: { userId, part: name } });
        },
        { timeout: 60_000, maxWait: 10_000 },
      );
    },
  };
}

async function replaceItems(
  tx: DatabaseSession,
  { userId, name, pass }: { userId: string; name: LibraryPartName; pass: number },
): Promise<void> {
  await tx.$executeRaw`DELETE FROM library_items i WHERE i.user_id = ${userId} AND i.part = ${name} AND NOT EXISTS (
    SELECT 1 FROM staged_library_items s WHERE s.user_id = i.user_id AND s.part = i.part AND s.pass = ${pass}
      AND s.media_type = i.media_type AND s.trakt_id = i.trakt_id)`;
  await tx.$executeRaw`INSERT INTO library_items (user_id, part, media_type, trakt_id, title_id, season, rating, at, facts)
    SELECT user_id, part, media_type, trakt_id, title_id, season, rating, at, facts FROM staged_library_items
    WHERE user_id = ${userId} AND part = ${name} AND pass = ${pass}
    ON CONFLICT (user_id, part, media_type, trakt_id) DO UPDATE SET title_id = EXCLUDED.title_id, season = EXCLUDED.season,
      rating = EXCLUDED.rating, at = EXCLUDED.at, facts = EXCLUDED.facts`;
}
