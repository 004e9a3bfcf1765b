import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { LedgerCounts } from '../certificate.js';
import { source } from '../reading/source.js';
import { playStates, type PlayState } from '../run.js';
import { isDue, type Moment } from './due.js';

const standing = z.object({
  sourceRef: z.string(),
  state: z.enum(playStates),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
});
/** Where one play stands. */
export type PlayStanding = z.infer<typeof standing>;

const stateCount = z.object({
  state: z.enum(playStates),
  reason: z.string().nullable(),
  plays: z.int(),
  promised: z.int(),
});

/** What the ledger holds. Reading only. */
export function createPlayCounts(db: Database) {
  return {
    async counts(userId: string): Promise<Omit<LedgerCounts, 'promised'>> {
      const rows = await queryRows(
        db,
        stateCount,
        sql`SELECT state, reason, count(*)::int AS plays, (count(*) FILTER (WHERE source = ${source}))::int AS promised
          FROM plays WHERE user_id = ${userId} GROUP BY state, reason ORDER BY state, reason`,
      );
      const present = rows.filter(({ state }) => state !== 'removed');
      return {
        held: present.reduce((sum, { promised }) => sum + promised, 0),
        byState: sumByState(rows),
        parkedReasons: sumByReason(rows, 'parked'),
        excludedReasons: sumByReason(rows, 'excluded'),
      };
    },

    /** Where each play stands, by its source's id. */
    async standings(userId: string): Promise<PlayStanding[]> {
      return queryRows(
        db,
        standing,
        sql`SELECT source_ref AS "sourceRef", state, reason, subject_id AS "subjectId", episode_id AS "episodeId"
          FROM plays WHERE user_id = ${userId} ORDER BY id`,
      );
    },

    /** Whether anything waits that a run could move now. */
    async hasWork(moment: Moment): Promise<boolean> {
      const [row] = await queryRows(
        db,
        z.object({ waiting: z.boolean() }),
        sql`SELECT EXISTS (SELECT 1 FROM plays WHERE user_id = ${moment.userId} AND state IN ('seen', 'planned', 'sent'))
          OR EXISTS (SELECT 1 FROM plays WHERE ${isDue(moment)}) AS waiting`,
      );
      return row?.waiting ?? false;
    },
  };
}

/** What waits, and what a run met. Reading only. */
export function createWaitingCounts(db: Database) {
  return {
    /** Plays that Bangumi refused to this run, and when the first of all refused ones is tried again; null without any. */
    async refused(
      userId: string,
      runId: string,
    ): Promise<{ readonly refusedNow: number; readonly tryAgainAt: Date | null }> {
      const [row] = await queryRows(
        db,
        z.object({ refusedNow: z.int(), tryAgainAt: z.date().nullable() }),
        sql`SELECT count(*) FILTER (WHERE run_id = ${runId}::uuid)::int AS "refusedNow", min(due_at) AS "tryAgainAt"
          FROM plays WHERE user_id = ${userId} AND state = 'parked' AND reason = 'refused'`,
      );
      return row ?? { refusedNow: 0, tryAgainAt: null };
    },

    async countSeenItems(userId: string): Promise<number> {
      const [row] = await queryRows(
        db,
        z.object({ items: z.int() }),
        sql`SELECT count(*)::int AS items FROM (
          SELECT DISTINCT media_type, trakt_item_id FROM plays WHERE user_id = ${userId} AND state = 'seen') waiting`,
      );
      return row?.items ?? 0;
    },

    async countSubjectsToMark(userId: string): Promise<number> {
      const [row] = await queryRows(
        db,
        z.object({ subjects: z.int() }),
        sql`SELECT count(DISTINCT subject_id)::int AS subjects FROM plays WHERE user_id = ${userId} AND state IN ('planned', 'sent')`,
      );
      return row?.subjects ?? 0;
    },

    /** Plays that no other run moved since, and their subjects. */
    async countMovedBy(
      userId: string,
      runId: string,
    ): Promise<{ readonly plays: number; readonly subjects: number }> {
      const [row] = await queryRows(
        db,
        z.object({ plays: z.int(), subjects: z.int() }),
        sql`SELECT count(*)::int AS plays, count(DISTINCT subject_id)::int AS subjects FROM plays
          WHERE user_id = ${userId} AND run_id = ${runId}::uuid`,
      );
      return row ?? { plays: 0, subjects: 0 };
    },
  };
}

type StateCount = z.infer<typeof stateCount>;
type Counted = Pick<StateCount, 'reason' | 'plays'> & { readonly state: PlayState | null };

function sumByState(rows: readonly StateCount[]): Record<PlayState, number> {
  const sums: Record<PlayState, number> = {
    seen: 0,
    planned: 0,
    sent: 0,
    proven: 0,
    parked: 0,
    excluded: 0,
    removed: 0,
  };
  for (const { state, plays } of rows) sums[state] += plays;
  return sums;
}

/** Of counts by state and reason: those of one state. */
export const sumByReason = (rows: readonly Counted[], state: PlayState): Record<string, number> =>
  Object.fromEntries(
    rows
      .filter((row) => row.state === state)
      .map(({ reason, plays }) => [reason ?? 'unknown', plays]),
  );
