import { episodeState } from '../../../upstream/bangumi/index.js';
import { z } from 'zod';
import {
  queryRows,
  sql,
  unnestRows,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import { keptMark, type KeptMark } from '../taking-back/mark.js';
import { titleOf } from '../ledger/title-of.js';
import {
  plannedRemovalOutcomes,
  type PlannedRemoval,
  type PlannedRemovalOutcome,
  type PlannedRemovals,
} from './planned-removal.js';
import { questionReasons, reasonToAsk, type RemovalGuard } from './removal.js';

export type PlannedStore = ReturnType<typeof createPlannedStore>;

export interface OfPlan {
  readonly userId: string;
  readonly planId: string;
}

export interface LookedAt {
  readonly mark: KeptMark;
  readonly outcome: PlannedRemovalOutcome;
}

/** Plays that are gone, in dry runs. */
export const createPlannedStore = (db: Database) => ({
  ...createPlannedMoves(db),
  ...createPlannedViews(db),
});

const removalRow = z.object({
  position: z.int(),
  title: z.string().nullable(),
  season: z.int().nullable(),
  number: z.int().nullable(),
  subjectId: z.int(),
  episodeId: z.int().nullable(),
  outcome: z.enum(plannedRemovalOutcomes).nullable(),
});

const sums = z.object({ due: z.int(), proven: z.int() });

function createPlannedMoves(db: Database) {
  return {
    /**
     * Once it is known what the sync would mark. Safe to repeat: what was looked at since only lowers the number that a person
     * is asked about.
     */
    async decidePlanned({ planId }: Pick<OfPlan, 'planId'>, guard: RemovalGuard): Promise<void> {
      await db.$executeRaw`UPDATE plan_removals r SET outcome = 'still-watched'
        WHERE r.plan_id = ${planId}::uuid AND (r.outcome IS NULL OR r.outcome = 'not-ours') AND EXISTS (
          SELECT 1 FROM plan_items i WHERE i.plan_id = r.plan_id AND i.state = 'planned' AND i.subject_id = r.subject_id
            AND coalesce(i.episode_id, 0) = r.episode_id)`;
      const [{ due, proven } = { due: 0, proven: 0 }] = await queryRows(
        db,
        sums,
        sql`SELECT (SELECT count(*)::int FROM plan_removals r WHERE r.plan_id = p.id AND outcome IS NULL AND NOT is_due) AS due,
            p.proven_plays + (SELECT coalesce(sum(plays), 0)::int FROM plan_items i
              WHERE i.plan_id = p.id AND outcome IN ('mark', 'done-already')) AS proven
          FROM sync_plans p WHERE p.id = ${planId}::uuid`,
      );
      const reason = due === 0 ? null : reasonToAsk(guard, { due, proven: proven + due });
      if (reason === null) return;
      await db.$transaction([
        db.$executeRaw`UPDATE sync_plans SET asks = ${reason} WHERE id = ${planId}::uuid`,
        db.$executeRaw`UPDATE plan_removals SET outcome = 'ask'
          WHERE plan_id = ${planId}::uuid AND outcome IS NULL AND NOT is_due`,
      ]);
    },

    /** Whose marks would be taken away, as far as Bangumi was not looked at. */
    async subjectsToLookAt(planId: string, limit: number): Promise<number[]> {
      const rows = await queryRows(
        db,
        z.object({ subjectId: z.int() }),
        sql`SELECT DISTINCT subject_id AS "subjectId" FROM plan_removals
          WHERE plan_id = ${planId}::uuid AND outcome IS NULL ORDER BY 1 LIMIT ${limit}`,
      );
      return rows.map(({ subjectId }) => subjectId);
    },

    /** The latest mark of each episode that still stands. */
    async marksToLookAt({ userId, planId }: OfPlan, subjectId: number): Promise<KeptMark[]> {
      return queryRows(
        db,
        keptMark,
        sql`SELECT DISTINCT ON (m.episode_id) m.id, m.episode_id AS "episodeId", m.before, m.after FROM marks m
          WHERE m.user_id = ${userId} AND m.subject_id = ${subjectId} AND m.after = ${episodeState.done} AND m.outcome IS NULL AND m.episode_id IN (
            SELECT episode_id FROM plan_removals WHERE plan_id = ${planId}::uuid AND subject_id = ${subjectId} AND outcome IS NULL)
          ORDER BY m.episode_id, m.id DESC`,
      );
    },

    /** Safe to repeat. One whose mark is no longer there is nobody's of ours. */
    async settlePlanned(planId: string, subjectId: number, found: readonly LookedAt[]) {
      const rows = found.map(({ mark: { episodeId, before }, outcome }) => ({
        episode_id: episodeId,
        before,
        outcome,
      }));
      const ofSubject = sql`r.plan_id = ${planId}::uuid AND r.subject_id = ${subjectId} AND r.outcome IS NULL`;
      await db.$transaction([
        db.$executeRaw`UPDATE plan_removals r SET outcome = f.outcome, before = f.before
          FROM ${unnestRows({ episode_id: 'int4', before: 'int4', outcome: 'text' }, rows)} AS f
          WHERE ${ofSubject} AND r.episode_id = f.episode_id`,
        db.$executeRaw`UPDATE plan_removals r SET outcome = 'not-ours' WHERE ${ofSubject}`,
      ]);
    },
  };
}

const counted = z.object({ outcome: z.enum(plannedRemovalOutcomes).nullable(), plays: z.int() });

const written = z.object({
  marks: z.int(),
  writes: z.int(),
  timelineEntries: z.int(),
  asks: z.enum(questionReasons).nullable(),
});

export interface AddedUp {
  /** Null where no play is gone. */
  readonly removals: PlannedRemovals | null;
  readonly writes: number;
  /** At most. */
  readonly timelineEntries: number;
}

function createPlannedViews(db: Database) {
  return {
    countPlanned: (planId: string): Promise<number> => db.planRemoval.count({ where: { planId } }),

    /** By subject and episode, from after a position on. */
    listPlanned: (
      planId: string,
      page: { readonly after: number; readonly limit: number },
    ): Promise<PlannedRemoval[]> => queryRows(db, removalRow, selectPlanned(planId, page)),

    async addUpPlanned(planId: string): Promise<AddedUp> {
      const counts = await queryRows(
        db,
        counted,
        sql`SELECT outcome, count(*)::int AS plays FROM plan_removals WHERE plan_id = ${planId}::uuid GROUP BY 1 ORDER BY 1`,
      );
      if (counts.some(({ outcome }) => outcome === null))
        throw new Error(`The dry run ${planId} was not brought to its end.`);
      const [row] = await queryRows(db, written, selectWrites(planId));
      const { marks, asks, ...costs } = written.parse(row);
      const plays = Object.fromEntries(
        counts.map(({ outcome, plays: of }) => [String(outcome), of] as const),
      );
      return { removals: counts.length === 0 ? null : { plays, marks, asks }, ...costs };
    },
  };
}

const selectPlanned = (
  planId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Sql =>
  sql`SELECT r.position, ${titleOf} AS title, i.season, i.number, r.subject_id AS "subjectId",
      nullif(r.episode_id, 0) AS "episodeId", r.outcome
    FROM plan_removals r LEFT JOIN plays p ON p.id = r.play_id
      LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
    WHERE r.plan_id = ${planId}::uuid AND r.position > ${after} ORDER BY r.position LIMIT ${limit}`;

/** A batch for each state that episodes go back to, and one write for a collection; only going back to none leaves no entry. */
const selectWrites = (planId: string): Sql => {
  const batches = (where: Sql): Sql =>
    sql`count(DISTINCT (subject_id, episode_id = 0, before)) FILTER (WHERE outcome = 'unmark' AND ${where})::int`;
  return sql`SELECT count(DISTINCT (subject_id, episode_id)) FILTER (WHERE outcome = 'unmark')::int AS marks,
      ${batches(sql`true`)} AS writes, ${batches(sql`(episode_id = 0 OR before <> 0)`)} AS "timelineEntries",
      (SELECT asks FROM sync_plans WHERE id = ${planId}::uuid) AS asks
    FROM plan_removals WHERE plan_id = ${planId}::uuid`;
};
