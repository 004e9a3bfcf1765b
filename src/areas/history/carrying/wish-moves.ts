import { sql, unnestRows, type Database } from '../../../platform/database/index.js';
import type { Wish, WishKey, WishScope } from './wish.js';
import { inScope, keyColumnTypes, sameKey, toKeyRow } from './wish-rows.js';

/** What is wished, as Trakt and the settings say it. */
export function createWishMoves(db: Database) {
  return {
    /** What a dry run begins with. Safe to repeat: what it has changed since stays. */
    async copyFrom({ userId, planId }: WishScope, from: string): Promise<void> {
      await db.$executeRaw`INSERT INTO subject_wishes (user_id, plan_id, origin, media_type, trakt_id, season, subject_id, title, value,
          given_at, item, state, reason, policy, found_rate, found_by, written, refusals, due_at, run_id, synced_at, updated_at)
        SELECT user_id, ${planId}::uuid, origin, media_type, trakt_id, season, subject_id, title, value,
          given_at, item, state, reason, policy, found_rate, found_by, written, refusals, due_at, run_id, synced_at, updated_at
        FROM subject_wishes WHERE user_id = ${userId} AND plan_id = ${from}::uuid
        ON CONFLICT DO NOTHING`;
    },

    /** Puts wishes in the place of their rows; what is known of Bangumi stays. */
    async put(scope: WishScope, wishes: readonly Wish[], now: Date): Promise<void> {
      if (wishes.length === 0) return;
      const columns = {
        ...keyColumnTypes,
        title: 'text',
        value: 'int4',
        given_at: 'timestamptz',
        item: 'jsonb',
        state: 'text',
        reason: 'text',
        policy: 'text',
      } as const;
      const rows = wishes.map((wish) => ({
        ...toKeyRow(wish),
        title: wish.title,
        value: wish.value,
        given_at: wish.givenAt,
        item: wish.item,
        state: wish.state,
        reason: wish.reason,
        policy: wish.policy,
      }));
      await db.$executeRaw`INSERT INTO subject_wishes (user_id, plan_id, origin, media_type, trakt_id, season, subject_id, title, value, given_at, item, state, reason, policy, updated_at)
        SELECT ${scope.userId}, ${scope.planId}::uuid, k.*, ${now}::timestamptz FROM ${unnestRows(columns, rows)} AS k
        ON CONFLICT (user_id, plan_id, origin, media_type, trakt_id, season, subject_id) DO UPDATE SET title = EXCLUDED.title,
          value = EXCLUDED.value, given_at = EXCLUDED.given_at, item = EXCLUDED.item, state = EXCLUDED.state,
          reason = EXCLUDED.reason, policy = EXCLUDED.policy, due_at = NULL, updated_at = EXCLUDED.updated_at`;
    },

    /** What Trakt says no more, or says of another subject: Bangumi is left as it is. A row that never had a subject goes. */
    async remove(scope: WishScope, keys: readonly WishKey[], now: Date): Promise<void> {
      if (keys.length === 0) return;
      const gone = unnestRows(keyColumnTypes, keys.map(toKeyRow));
      await db.$executeRaw`DELETE FROM subject_wishes w USING ${gone} AS k WHERE ${inScope(scope)} AND ${sameKey} AND w.subject_id = 0`;
      await db.$executeRaw`UPDATE subject_wishes w SET state = 'removed', reason = NULL, due_at = NULL, updated_at = ${now}
        FROM ${gone} AS k WHERE ${inScope(scope)} AND ${sameKey} AND w.state <> 'removed'`;
    },

    /** Completions that are not asked for any more. */
    async filterWatched(scope: WishScope, now: Date): Promise<void> {
      await db.$executeRaw`UPDATE subject_wishes SET state = 'excluded', reason = 'filtered', due_at = NULL, updated_at = ${now}
        WHERE ${inScope(scope)} AND origin = 'watched' AND state NOT IN ('proven', 'removed', 'excluded')`;
    },

    /** Those of items that are no longer in the library at all. */
    async removeGone(scope: WishScope, now: Date): Promise<void> {
      const isGone = sql`${inScope(scope)} AND w.origin <> 'watched' AND w.state <> 'removed' AND NOT EXISTS (
        SELECT 1 FROM library_items i WHERE i.user_id = w.user_id AND i.media_type = w.media_type AND i.trakt_id = w.trakt_id
          AND CASE w.origin WHEN 'rating' THEN i.part = 'ratings' WHEN 'watchlist' THEN i.part = 'watchlist'
            ELSE i.part IN ('collected-movies', 'collected-shows') END)`;
      await db.$executeRaw`DELETE FROM subject_wishes w WHERE ${isGone} AND w.subject_id = 0`;
      await db.$executeRaw`UPDATE subject_wishes w SET state = 'removed', reason = NULL, due_at = NULL, updated_at = ${now} WHERE ${isGone}`;
    },
  };
}
