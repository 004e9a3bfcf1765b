import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { Decision, MediaItem } from '../../matching/index.js';
import type { LedgerCounts } from '../certificate.js';
import type { SyncSettings } from '../sync-settings.js';
import { playStates, type ExclusionReason, type ParkReason, type PlayState } from '../run.js';

const day = 24 * 60 * 60 * 1000;

/** Days a play waits for an episode row that Bangumi's editors have not made yet. */
const episodeMissingDays = 14;

export interface PlayStoreDeps {
  readonly db: Database;
}

/** Whose plays, and as of when and of which id map parked ones are looked at again. */
export interface Moment {
  readonly userId: string;
  readonly now: Date;
  readonly idMapVersion: string;
}

/** Episodes (null: the subject as a whole) of one subject, moved together. */
export interface SubjectMove {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
  readonly episodeIds: readonly (number | null)[];
}

export interface DecidedItem {
  readonly item: MediaItem;
  readonly decision: Decision;
}

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
});

export type PlayStore = ReturnType<typeof createPlayStore>;

/** The ledger. Every method is one statement and safe to repeat: it moves only plays that stand where the move begins. */
export function createPlayStore({ db }: PlayStoreDeps) {
  return {
    async counts(userId: string): Promise<Omit<LedgerCounts, 'promised'>> {
      const rows = await queryRows(
        db,
        stateCount,
        sql`SELECT state, reason, count(*)::int AS plays FROM plays WHERE user_id = ${userId} GROUP BY state, reason ORDER BY state, reason`,
      );
      return {
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

    /** Puts parked and excluded plays whose time or map has come back into line. */
    async release(moment: Moment): Promise<number> {
      return db.$executeRaw`
        UPDATE plays SET due_at = NULL, reason = NULL,
          state = CASE WHEN reason IN ('upstream-down', 'needs-reauth') AND subject_id IS NOT NULL THEN 'planned' ELSE 'seen' END
        WHERE ${isDue(moment)}`;
    },

    /** Leaves alone what the settings leave out, and takes back what they let in again. */
    async applySettings(userId: string, settings: SyncSettings): Promise<void> {
      const wanted = sql`CASE WHEN media_type = 'movie' THEN ${settings.movies}::bool
        WHEN EXISTS (SELECT 1 FROM trakt_items i WHERE i.media_type = plays.media_type
          AND i.trakt_item_id = plays.trakt_item_id AND i.season = 0) THEN ${settings.episodes && settings.specials}::bool
        ELSE ${settings.episodes}::bool END`;
      await db.$executeRaw`UPDATE plays SET state = 'excluded', reason = 'filtered'
        WHERE user_id = ${userId} AND state IN ('seen', 'planned') AND NOT ${wanted}`;
      await db.$executeRaw`UPDATE plays SET state = 'seen', reason = NULL
        WHERE user_id = ${userId} AND state = 'excluded' AND reason = 'filtered' AND ${wanted}`;
    },

    /** Different items of plays that are not matched yet, whole shows together. */
    async seenItems(userId: string, limit: number): Promise<MediaItem[]> {
      const rows = await queryRows(
        db,
        z.object({ facts: z.custom<MediaItem>((facts) => typeof facts === 'object') }),
        sql`SELECT i.facts FROM trakt_items i WHERE EXISTS (SELECT 1 FROM plays p WHERE p.user_id = ${userId} AND p.state = 'seen'
            AND p.media_type = i.media_type AND p.trakt_item_id = i.trakt_item_id)
          ORDER BY i.show_id, i.season, i.number, i.trakt_item_id LIMIT ${limit}`,
      );
      return rows.map(({ facts }) => facts);
    },

    async countSeenItems(userId: string): Promise<number> {
      const [row] = await queryRows(
        db,
        z.object({ items: z.int() }),
        sql`SELECT count(DISTINCT (media_type, trakt_item_id))::int AS items FROM plays WHERE user_id = ${userId} AND state = 'seen'`,
      );
      return row?.items ?? 0;
    },

    async applyDecisions(
      at: { userId: string; runId: string; now: Date },
      decided: readonly DecidedItem[],
    ): Promise<void> {
      const column = <T>(of: (item: DecidedItem) => T): T[] => decided.map(of);
      const due = new Date(at.now.getTime() + day);
      const waitedSince = new Date(at.now.getTime() - episodeMissingDays * day);
      await db.$executeRaw`
        UPDATE plays SET state = d.state, reason = d.reason, subject_id = d.subject_id, episode_id = d.episode_id,
          run_id = ${at.runId}::uuid,
          due_at = CASE WHEN d.reason = 'episode-missing' AND plays.observed_at > ${waitedSince} THEN ${due}::timestamptz END
        FROM unnest(${column(({ item }) => item.kind)}::text[], ${column(({ item }) => item.traktId)}::int8[],
          ${column(({ decision }) => stateOf(decision))}::text[], ${column(({ decision }) => reasonOf(decision))}::text[],
          ${column(({ decision }) => subjectOf(decision))}::int4[], ${column(({ decision }) => episodeOf(decision))}::int4[])
          AS d (media_type, trakt_item_id, state, reason, subject_id, episode_id)
        WHERE plays.user_id = ${at.userId} AND plays.state = 'seen'
          AND plays.media_type = d.media_type AND plays.trakt_item_id = d.trakt_item_id`;
    },

    /** Subjects with plays to be marked, ascending, after a given one. */
    async subjectsToMark(userId: string, after: number, limit: number): Promise<number[]> {
      const rows = await queryRows(
        db,
        z.object({ subjectId: z.int() }),
        sql`SELECT DISTINCT subject_id AS "subjectId" FROM plays
          WHERE user_id = ${userId} AND state IN ('planned', 'sent') AND subject_id > ${after} ORDER BY 1 LIMIT ${limit}`,
      );
      return rows.map(({ subjectId }) => subjectId);
    },

    async countSubjectsToMark(userId: string): Promise<number> {
      const [row] = await queryRows(
        db,
        z.object({ subjects: z.int() }),
        sql`SELECT count(DISTINCT subject_id)::int AS subjects FROM plays WHERE user_id = ${userId} AND state IN ('planned', 'sent')`,
      );
      return row?.subjects ?? 0;
    },

    /** Subjects this run moved plays of. */
    async countSubjectsOfRun(runId: string): Promise<number> {
      const [row] = await queryRows(
        db,
        z.object({ subjects: z.int() }),
        sql`SELECT count(DISTINCT subject_id)::int AS subjects FROM plays WHERE run_id = ${runId}::uuid AND subject_id IS NOT NULL`,
      );
      return row?.subjects ?? 0;
    },

    /** Different episodes to be marked in a subject; null stands for the subject as a whole. */
    async wanted(userId: string, subjectId: number): Promise<(number | null)[]> {
      const rows = await queryRows(
        db,
        z.object({ episodeId: z.int().nullable() }),
        sql`SELECT DISTINCT episode_id AS "episodeId" FROM plays
          WHERE user_id = ${userId} AND subject_id = ${subjectId} AND state IN ('planned', 'sent') ORDER BY 1`,
      );
      return rows.map(({ episodeId }) => episodeId);
    },

    async markSent(move: SubjectMove): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'sent', run_id = ${move.runId}::uuid WHERE ${isOpen(move)} AND state = 'planned'`;
    },

    async markPlanned(move: SubjectMove): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'planned' WHERE ${isOpen(move)}`;
    },

    async markProven(move: SubjectMove, now: Date): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'proven', synced_at = ${now}, run_id = ${move.runId}::uuid WHERE ${isOpen(move)}`;
    },

    async exclude(move: SubjectMove, reason: ExclusionReason): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'excluded', reason = ${reason}, run_id = ${move.runId}::uuid WHERE ${isOpen(move)}`;
    },

    async park(move: SubjectMove, reason: ParkReason, dueAt: Date | null): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'parked', reason = ${reason}, due_at = ${dueAt}, run_id = ${move.runId}::uuid WHERE ${isOpen(move)}`;
    },

    /** Parks everything that is still to be marked. */
    async parkOpen(userId: string, runId: string, reason: ParkReason): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'parked', reason = ${reason}, run_id = ${runId}::uuid
        WHERE user_id = ${userId} AND state IN ('planned', 'sent')`;
    },
  };
}

const isOpen = ({ userId, subjectId, episodeIds }: SubjectMove) => {
  const rows = episodeIds.filter((id) => id !== null);
  return sql`user_id = ${userId} AND subject_id = ${subjectId} AND state IN ('planned', 'sent')
    AND (episode_id = ANY(${rows}::int4[]) OR (${rows.length < episodeIds.length}::bool AND episode_id IS NULL))`;
};

const isDue = ({ userId, now, idMapVersion }: Moment) => sql`user_id = ${userId} AND (
  (state = 'parked' AND reason IN ('upstream-down', 'needs-reauth'))
  OR (state = 'parked' AND due_at <= ${now})
  OR (((state = 'parked' AND reason IN ('unmatched', 'ambiguous')) OR (state = 'excluded' AND reason = 'out-of-scope'))
    AND EXISTS (SELECT 1 FROM matches m WHERE m.media_type = plays.media_type
      AND m.trakt_item_id = plays.trakt_item_id AND m.id_map_version <> ${idMapVersion})))`;

const stateOf = ({ kind }: Decision): PlayState => (kind === 'matched' ? 'planned' : kind);
const reasonOf = (decision: Decision): string | null =>
  decision.kind === 'matched' ? null : decision.reason;
const subjectOf = (decision: Decision): number | null =>
  decision.kind === 'excluded' ? null : decision.subjectId;
const episodeOf = (decision: Decision): number | null =>
  decision.kind === 'matched' ? decision.episodeId : null;

type StateCount = z.infer<typeof stateCount>;

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

const sumByReason = (rows: readonly StateCount[], state: PlayState): Record<string, number> =>
  Object.fromEntries(
    rows
      .filter((row) => row.state === state)
      .map(({ reason, plays }) => [reason ?? 'unknown', plays]),
  );
