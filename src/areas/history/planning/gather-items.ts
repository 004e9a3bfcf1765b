import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import { isDue, keepsItsMatch, type Moment } from '../ledger/due.js';
import { leftOut } from '../ledger/release-plays.js';
import { twinOf } from '../ledger/viewings.js';
import { goneFrom, nothingGone } from '../reading/gone.js';
import { countStaying, insertPlannedRemovals } from '../removals/gather-planned.js';
import { readWays, walkedToItsEnd } from '../reading/history-read.js';
import { source } from '../reading/source.js';
import type { SyncSettings } from '../sync-settings.js';

export interface GatherItems {
  readonly planId: string;
  readonly moment: Moment;
  readonly settings: SyncSettings;
}

const lockedPlan = z.object({
  readId: z.string().nullable(),
  isGathered: z.boolean(),
  nextPage: z.int().nullable(),
  pass: z.int(),
  way: z.enum(readWays),
  coversAll: z.boolean(),
});

/**
 * Gathers what a sync would move, by what closing the read and releasing parked plays would do to the ledger, which stays as
 * it is: plays that were read and are new or changed, and plays that wait. One transaction; safe to repeat: it is done once.
 */
export async function gatherItems(db: Database, gather: GatherItems): Promise<void> {
  const { planId } = gather;
  await db.$transaction(
    async (tx) => {
      const [plan] = await queryRows(
        tx,
        lockedPlan,
        sql`SELECT p.read_id AS "readId", p.gathered_at IS NOT NULL AS "isGathered", r.next_page AS "nextPage",
            coalesce(r.pass, 0) AS pass, coalesce(r.way, 'pages') AS way, coalesce(r.covers_all, false) AS "coversAll"
          FROM sync_plans p LEFT JOIN history_reads r ON r.id = p.read_id WHERE p.id = ${planId}::uuid FOR UPDATE OF p`,
      );
      if (plan === undefined || plan.isGathered) return;
      const { readId, pass, way, coversAll } = plan;
      if (readId !== null && plan.nextPage !== walkedToItsEnd)
        throw new Error(`The read ${readId} has not been walked to its end; nothing was gathered.`);
      const { userId } = gather.moment;
      const gone =
        readId === null ? nothingGone : goneFrom({ id: readId, userId, pass, way, coversAll });
      const found = { userId, staged: stagedOf(readId), gone };
      await tx.$executeRaw(insertItems(gather, { readId, gone }));
      await tx.$executeRaw(
        insertPlannedRemovals({ ...found, planId, policy: gather.settings.removals }),
      );
      await tx.$executeRaw`UPDATE sync_plans SET gathered_at = ${gather.moment.now}, proven_plays = ${countStaying(found)},
          removed_plays = (SELECT count(*) FROM (${gone}) AS gone) WHERE id = ${planId}::uuid`;
      if (readId === null) return;
      await tx.stagedPlay.deleteMany({ where: { readId } });
      await tx.readLookup.deleteMany({ where: { readId } });
      await tx.historyRead.updateMany({ where: { id: readId }, data: { status: 'complete' } });
    },
    { timeout: 120_000, maxWait: 10_000 },
  );
}

interface Read {
  readonly readId: string | null;
  /** Ids of the plays that it did not find again. */
  readonly gone: Sql;
}

const stagedOf = (readId: string | null) =>
  sql`(SELECT s.source_ref, s.media_type, s.trakt_item_id, s.watched_at FROM staged_plays s
    JOIN history_reads r ON r.id = s.read_id AND r.pass = s.pass WHERE s.read_id = ${readId}::uuid)`;

function insertItems({ planId, moment, settings }: GatherItems, { readId, gone }: Read) {
  const { userId } = moment;
  const unwanted = leftOut(settings) ?? sql`false`;
  // What an import told of before stands where that stands.
  const joined = twinOf({
    userId,
    byRef: sql`r.is_new AND t.source <> ${source} AND t.source_ref = 'trakt:' || r.source_ref`,
    byTime: sql`r.is_new AND t.source <> ${source}`,
  });
  return sql`
    WITH staged AS MATERIALIZED (SELECT * FROM ${stagedOf(readId)} s),
    arriving AS MATERIALIZED (SELECT r.source_ref, r.media_type, r.trakt_item_id FROM (SELECT s.*, p.id IS NULL AS is_new FROM staged s
      LEFT JOIN plays p ON p.user_id = ${userId} AND p.source = ${source} AND p.source_ref = s.source_ref
      WHERE p.id IS NULL OR p.state = 'removed' OR (p.media_type, p.trakt_item_id) <> (s.media_type, s.trakt_item_id)) r
      LEFT JOIN ${joined} ON true WHERE twin.lends IS NOT TRUE OR twin.state IN ('seen', 'planned', 'sent')),
    gone AS MATERIALIZED (${gone}),
    moving AS (
      SELECT media_type, trakt_item_id, NULL::int4 AS subject_id, NULL::int4 AS episode_id, false AS is_matched FROM arriving
      UNION ALL
      SELECT media_type, trakt_item_id, subject_id, episode_id,
        state IN ('planned', 'sent') OR (state = 'parked' AND ${keepsItsMatch})
      FROM plays WHERE user_id = ${userId} AND id NOT IN (SELECT id FROM gone)
        AND (state IN ('seen', 'planned', 'sent') OR (${isDue(moment)})
          OR (state = 'excluded' AND reason = 'filtered' AND NOT ${unwanted}))
        AND NOT EXISTS (SELECT 1 FROM arriving a WHERE plays.source = ${source} AND a.source_ref = plays.source_ref)),
    items AS (
      SELECT media_type, trakt_item_id, count(*)::int4 AS plays, bool_or(is_matched) AS is_matched,
        max(subject_id) FILTER (WHERE is_matched) AS subject_id, max(episode_id) FILTER (WHERE is_matched) AS episode_id
      FROM moving GROUP BY media_type, trakt_item_id)
    INSERT INTO plan_items (plan_id, position, media_type, trakt_item_id, plays, state, reason, subject_id, episode_id)
    SELECT ${planId}::uuid, row_number() OVER (ORDER BY i.show_id, i.season, i.number, trakt_item_id), media_type, trakt_item_id, plays.plays,
      CASE WHEN ${unwanted} THEN 'excluded' WHEN is_matched THEN 'planned' END,
      CASE WHEN ${unwanted} THEN 'filtered' END,
      subject_id, episode_id
    FROM items AS plays LEFT JOIN trakt_items i USING (media_type, trakt_item_id)`;
}
