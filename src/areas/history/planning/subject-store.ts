import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  unnestRows,
  type Database,
} from '../../../platform/database/index.js';
import type { Page, PageWish } from '../../../platform/lib/page-cursor.js';
import { titleOf } from '../ledger/title-of.js';
import { numberBefore, toNumberedPage } from './numbered-page.js';
import { planCollections, type PlanOutcome, type PlanSubject } from './plan.js';

const subjectRow = z.object({
  subjectId: z.int(),
  title: z.string().nullable(),
  collection: z.enum(planCollections),
  episodes: z.int(),
  timelineEntries: z.int(),
});

/** What becomes of each wanted episode (null: the subject as a whole). */
export type SubjectOutcomes = ReadonlyMap<number | null, PlanOutcome>;

/** Subjects a dry run looks at. */
export const createPlanSubjects = (db: Database) => ({
  ...createSubjectQueries(db),
  ...createSubjectMoves(db),
});

function createSubjectQueries(db: Database) {
  return {
    /** Subjects with matched items whose outcome is not known yet, ascending. */
    async subjectsToPlan(planId: string, limit: number): Promise<number[]> {
      const rows = await queryRows(
        db,
        z.object({ subjectId: z.int() }),
        sql`SELECT DISTINCT subject_id AS "subjectId" FROM plan_items
          WHERE plan_id = ${planId}::uuid AND state = 'planned' AND outcome IS NULL ORDER BY 1 LIMIT ${limit}`,
      );
      return rows.map(({ subjectId }) => subjectId);
    },

    async countSubjects(
      planId: string,
    ): Promise<{ readonly total: number; readonly open: number }> {
      const [row] = await queryRows(
        db,
        z.object({ total: z.int(), open: z.int() }),
        sql`SELECT count(DISTINCT subject_id)::int AS total, (count(DISTINCT subject_id) FILTER (WHERE outcome IS NULL))::int AS open
          FROM plan_items WHERE plan_id = ${planId}::uuid AND state = 'planned'`,
      );
      return row ?? { total: 0, open: 0 };
    },

    /** Different episodes a sync would want to be marked in a subject; null stands for the subject as a whole. */
    async wantedOfPlan(planId: string, subjectId: number): Promise<(number | null)[]> {
      const rows = await queryRows(
        db,
        z.object({ episodeId: z.int().nullable() }),
        sql`SELECT DISTINCT episode_id AS "episodeId" FROM plan_items
          WHERE plan_id = ${planId}::uuid AND subject_id = ${subjectId} AND state = 'planned' ORDER BY 1`,
      );
      return rows.map(({ episodeId }) => episodeId);
    },

    /** By id. Throws InputError for a cursor that is not ours. */
    async subjects(planId: string, { limit, cursor }: PageWish): Promise<Page<PlanSubject>> {
      const after = numberBefore(cursor);
      const rows = await queryRows(
        db,
        subjectRow,
        sql`SELECT subject_id AS "subjectId", collection, episodes, timeline_entries AS "timelineEntries",
            (SELECT ${titleOf}
              FROM plan_items p JOIN trakt_items i USING (media_type, trakt_item_id)
              WHERE p.plan_id = s.plan_id AND p.state = 'planned' AND p.subject_id = s.subject_id ORDER BY p.position LIMIT 1) AS title
          FROM plan_subjects s WHERE plan_id = ${planId}::uuid AND subject_id > ${after} ORDER BY subject_id LIMIT ${limit + 1}`,
      );
      return toNumberedPage(rows, limit, ({ subjectId }) => subjectId);
    },
  };
}

function createSubjectMoves(db: Database) {
  return {
    /** Safe to repeat: the later look counts. */
    async settleSubject(
      planId: string,
      subject: Omit<PlanSubject, 'title'>,
      outcomes: SubjectOutcomes,
    ): Promise<void> {
      await bulkInsert(db, {
        table: 'plan_subjects',
        columns: {
          plan_id: 'uuid',
          subject_id: 'int4',
          collection: 'text',
          episodes: 'int4',
          timeline_entries: 'int4',
        } as const,
        rows: [
          {
            plan_id: planId,
            subject_id: subject.subjectId,
            collection: subject.collection,
            episodes: subject.episodes,
            timeline_entries: subject.timelineEntries,
          },
        ],
        onConflict: {
          target: ['plan_id', 'subject_id'],
          update: ['collection', 'episodes', 'timeline_entries'],
        },
      });
      const rows = [...outcomes].map(([episode_id, outcome]) => ({ episode_id, outcome }));
      await db.$executeRaw`UPDATE plan_items SET outcome = o.outcome
        FROM ${unnestRows({ episode_id: 'int4', outcome: 'text' }, rows)} AS o
        WHERE plan_items.plan_id = ${planId}::uuid AND plan_items.subject_id = ${subject.subjectId}
          AND plan_items.state = 'planned' AND plan_items.episode_id IS NOT DISTINCT FROM o.episode_id`;
    },
  };
}
