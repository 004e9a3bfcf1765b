import { z } from 'zod';
import {
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import { joinedColumns, joinedValues, lockLedger, noTwin, twinOf } from '../ledger/viewings.js';
import { goneFrom } from './gone.js';
import { readWays, walkedToItsEnd } from './history-read.js';
import { source } from './source.js';

const lockedRead = z.object({
  userId: z.string(),
  status: z.string(),
  nextPage: z.int(),
  pass: z.int(),
  way: z.enum(readWays),
  itemCount: z.int().nullable(),
  coversAll: z.boolean(),
});
type LockedRead = z.infer<typeof lockedRead>;

/**
 * Moves a walked read into the ledger and the cursor with it, in one transaction: either all of it is there, or none.
 * Safe to repeat: a closed read is left as it is.
 */
export async function closeRead(db: Database, readId: string, now: Date): Promise<void> {
  const moved = await moveIntoLedger(db, readId, now);
  // Until Postgres counts again by itself, a minute later, it would plan what follows as for the small tables these were.
  if (moved >= manyPlays) await db.$executeRaw`ANALYZE plays, trakt_items`;
}

const manyPlays = 1000;

async function moveIntoLedger(db: Database, readId: string, now: Date): Promise<number> {
  return db.$transaction(
    async (tx) => {
      const [read] = await queryRows(
        tx,
        lockedRead,
        sql`SELECT user_id AS "userId", status, next_page AS "nextPage", pass, way, item_count AS "itemCount", covers_all AS "coversAll"
          FROM history_reads WHERE id = ${readId}::uuid FOR UPDATE`,
      );
      if (read?.status !== 'open') return 0;
      if (read.nextPage !== walkedToItsEnd || read.itemCount === null) {
        throw new Error(`The read ${readId} has not been walked to its end; nothing was moved.`);
      }
      await tx.$executeRaw(lockLedger(read.userId));
      const moved = await addToLedger(tx, readId, read);
      await markRemoved(tx, readId, read);
      await moveCursor(tx, readId, { pass: read.pass, now });
      await tx.stagedPlay.deleteMany({ where: { readId } });
      await tx.readLookup.deleteMany({ where: { readId } });
      return moved;
    },
    { timeout: 120_000, maxWait: 10_000 },
  );
}

/**
 * Answers how many plays were added or changed. A new one that an import told of before joins it, and stands where that one
 * stands.
 */
async function addToLedger(tx: DatabaseSession, readId: string, read: LockedRead): Promise<number> {
  const { userId } = read;
  const rows = sql`(SELECT s.*, EXISTS (SELECT 1 FROM plays p WHERE p.user_id = ${userId} AND p.source = ${source}
    AND p.source_ref = s.source_ref) AS is_known FROM staged_plays s WHERE s.read_id = ${readId}::uuid AND s.pass = ${read.pass})`;
  // For most people Trakt is all there is, and nothing need be looked for.
  const twin = (await hasOtherSources(tx, userId))
    ? twinOf({
        userId,
        byRef: sql`NOT r.is_known AND t.source <> ${source} AND t.source_ref = 'trakt:' || r.source_ref`,
        byTime: sql`NOT r.is_known AND t.source <> ${source}`,
      })
    : noTwin;
  // A play whose item changed at the source is matched anew; one that came back from "removed" likewise.
  return tx.$executeRaw`
    INSERT INTO plays (user_id, source, source_ref, media_type, trakt_item_id, watched_at, watched_at_given, action, viewing_id, ${joinedColumns})
    SELECT ${userId}, ${source}, r.source_ref, r.media_type, r.trakt_item_id, r.watched_at, r.watched_at_given, r.action,
      coalesce(twin.viewing_id, gen_random_uuid()), ${joinedValues}
    FROM ${rows} r LEFT JOIN ${twin} ON true
    ON CONFLICT (user_id, source, source_ref) DO UPDATE SET
      media_type = EXCLUDED.media_type, trakt_item_id = EXCLUDED.trakt_item_id,
      watched_at = EXCLUDED.watched_at, watched_at_given = EXCLUDED.watched_at_given, action = EXCLUDED.action,
      state = CASE WHEN plays.state = 'removed' OR (plays.media_type, plays.trakt_item_id) <> (EXCLUDED.media_type, EXCLUDED.trakt_item_id)
        THEN 'seen' ELSE plays.state END,
      reason = CASE WHEN plays.state = 'removed' OR (plays.media_type, plays.trakt_item_id) <> (EXCLUDED.media_type, EXCLUDED.trakt_item_id)
        THEN NULL ELSE plays.reason END
    WHERE plays.state = 'removed' OR (plays.media_type, plays.trakt_item_id, plays.watched_at_given, plays.action)
      IS DISTINCT FROM (EXCLUDED.media_type, EXCLUDED.trakt_item_id, EXCLUDED.watched_at_given, EXCLUDED.action)`;
}

async function hasOtherSources(tx: DatabaseSession, userId: string): Promise<boolean> {
  const [row] = await queryRows(
    tx,
    z.object({ some: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM plays WHERE user_id = ${userId} AND source <> ${source}) AS some`,
  );
  return row?.some ?? false;
}

async function markRemoved(tx: DatabaseSession, readId: string, read: LockedRead): Promise<void> {
  // What was proven has a mark on Bangumi, of which is decided later; one that was gone before and came back is asked about anew.
  await tx.$executeRaw`WITH gone AS (SELECT id, user_id, subject_id, episode_id, state FROM plays
      WHERE id IN (${goneFrom({ ...read, id: readId })}) ORDER BY id FOR UPDATE),
    marked AS (INSERT INTO removals (play_id, user_id, subject_id, episode_id)
      SELECT id, user_id, subject_id, coalesce(episode_id, 0) FROM gone WHERE state = 'proven' AND subject_id IS NOT NULL
      ON CONFLICT (play_id) DO UPDATE SET subject_id = EXCLUDED.subject_id, episode_id = EXCLUDED.episode_id,
        found_at = now(), decision = NULL, question_id = NULL, run_id = NULL)
    UPDATE plays SET state = 'removed', reason = NULL, due_at = NULL FROM gone WHERE plays.id = gone.id`;
}

async function moveCursor(
  tx: DatabaseSession,
  readId: string,
  { pass, now }: { readonly pass: number; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sync_cursors (user_id, source, activities, promised, completed_at, compared_at, verified_at)
    SELECT user_id, source, snapshot, item_count - skipped, ${now}, CASE WHEN verified OR way <> 'pages' THEN ${now}::timestamptz END,
      CASE WHEN verified THEN ${now}::timestamptz END
    FROM history_reads WHERE id = ${readId}::uuid
    ON CONFLICT (user_id, source) DO UPDATE SET
      activities = EXCLUDED.activities, promised = EXCLUDED.promised, completed_at = EXCLUDED.completed_at,
      compared_at = coalesce(EXCLUDED.compared_at, sync_cursors.compared_at),
      verified_at = coalesce(EXCLUDED.verified_at, sync_cursors.verified_at)`;
  await tx.$executeRaw`
    UPDATE history_reads SET status = 'complete', updated_at = now()
    WHERE id = ${readId}::uuid AND pass = ${pass}`;
}
