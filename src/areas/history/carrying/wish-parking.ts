import { sql, unnestRows, type Database } from '../../../platform/database/index.js';
import type { WishKey, WishReason, WishScope, WishState } from './wish.js';
import { inScope, keyColumnTypes, sameKey, toKeyRow } from './wish-rows.js';

/** What matching found a wish to be about. */
export interface FoundPlace {
  readonly key: WishKey;
  readonly subjectId: number | null;
  readonly state: 'planned' | 'parked' | 'excluded';
  readonly reason: WishReason | null;
}

interface At {
  readonly now: Date;
  readonly runId: string;
}

/** What becomes of a wish. */
export interface WishMove {
  readonly key: WishKey;
  readonly state: WishState;
  readonly reason: WishReason | null;
  readonly foundRate?: number | null;
  readonly foundBy?: Date | null;
  readonly written?: number | null;
  readonly writes?: boolean;
  readonly tells?: boolean;
}

const isThere = (subjectId: number | null) => sql`EXISTS (SELECT 1 FROM subject_wishes o
  WHERE o.user_id = w.user_id AND o.plan_id = w.plan_id AND o.origin = w.origin AND o.media_type = w.media_type
    AND o.trakt_id = w.trakt_id AND o.season = w.season AND o.subject_id = ${subjectId ?? -1})`;

/** What becomes of wishes. */
export function createWishParking(db: Database) {
  return {
    /** What matching said of a wish; the subject becomes a part of its key. */
    async place(scope: WishScope, found: FoundPlace, { now, runId }: At): Promise<void> {
      const { subjectId, state, reason } = found;
      const from = unnestRows(keyColumnTypes, [toKeyRow({ ...found.key, subjectId: null })]);
      await db.$executeRaw`UPDATE subject_wishes w SET subject_id = ${subjectId ?? 0}, state = ${state}, reason = ${reason}, run_id = ${runId}::uuid, updated_at = ${now}
        FROM ${from} AS k WHERE ${inScope(scope)} AND ${sameKey} AND w.state = 'seen' AND NOT ${isThere(subjectId)}`;
      // Where a row of that subject is there already, from before, this one has come to nothing.
      await db.$executeRaw`DELETE FROM subject_wishes w USING ${from} AS k WHERE ${inScope(scope)} AND ${sameKey} AND w.state = 'seen'`;
      if (subjectId !== null)
        await db.$executeRaw`UPDATE subject_wishes w SET state = ${state}, reason = ${reason}, run_id = ${runId}::uuid, updated_at = ${now}
        FROM ${unnestRows(keyColumnTypes, [toKeyRow({ ...found.key, subjectId })])} AS k WHERE ${inScope(scope)} AND ${sameKey} AND w.state = 'removed'`;
    },

    async move(scope: WishScope, moves: readonly WishMove[], at: At): Promise<void> {
      if (moves.length === 0) return;
      const columns = {
        ...keyColumnTypes,
        state: 'text',
        reason: 'text',
        found_rate: 'int4',
        found_by: 'timestamptz',
        written: 'int4',
        writes: 'bool',
        tells: 'bool',
      } as const;
      const rows = moves.map((move) => ({
        ...toKeyRow(move.key),
        state: move.state,
        reason: move.reason,
        found_rate: move.foundRate ?? null,
        found_by: move.foundBy ?? null,
        written: move.written ?? null,
        writes: move.writes ?? false,
        tells: move.tells ?? false,
      }));
      await db.$executeRaw`UPDATE subject_wishes w SET state = k.state, reason = k.reason, run_id = ${at.runId}::uuid, updated_at = ${at.now},
          found_rate = coalesce(k.found_rate, w.found_rate), found_by = coalesce(k.found_by, w.found_by),
          written = coalesce(k.written, w.written), writes = k.writes, tells = k.tells, due_at = NULL,
          refusals = CASE WHEN k.state = 'proven' THEN 0 ELSE w.refusals END,
          synced_at = CASE WHEN k.state = 'proven' THEN ${at.now} ELSE w.synced_at END
        FROM ${unnestRows(columns, rows)} AS k WHERE ${inScope(scope)} AND ${sameKey} AND w.state IN ('planned', 'sent')`;
    },

    /** All open wishes of a subject, for a later run; refused ones for a while that doubles, up to a month. */
    async park(
      scope: WishScope,
      {
        subjectId,
        reason,
        ...at
      }: At & { readonly subjectId: number; readonly reason: 'refused' | 'upstream-down' },
    ): Promise<void> {
      const isRefused = reason === 'refused';
      await db.$executeRaw`UPDATE subject_wishes SET state = 'parked', reason = ${reason}, run_id = ${at.runId}::uuid, updated_at = ${at.now},
          refusals = refusals + ${isRefused ? 1 : 0},
          due_at = CASE WHEN ${isRefused}::bool THEN ${at.now}::timestamptz + interval '1 hour' * least(24 * 2 ^ least(refusals, 20), 720) END
        WHERE ${inScope(scope)} AND state IN ('planned', 'sent') AND subject_id = ${subjectId}`;
    },
  };
}
