import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  unnestRows,
  type Database,
} from '../../../platform/database/index.js';
import type { Page } from '../../../platform/lib/page-cursor.js';
import type { DecidedItem, MediaItem } from '../../matching/index.js';
import { decisionColumns, toDecisionRow } from '../ledger/decided-plays.js';
import { titleOf } from '../ledger/title-of.js';
import { numberBefore, toNumberedPage } from './numbered-page.js';
import { planItemStates, planOutcomes, type PlanItem, type PlanItemFilter } from './plan.js';

const itemRow = z.object({
  position: z.int(),
  mediaType: z.enum(['episode', 'movie']),
  title: z.string().nullable(),
  season: z.int().nullable(),
  number: z.int().nullable(),
  plays: z.int(),
  state: z.enum(planItemStates).nullable(),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
  outcome: z.enum(planOutcomes).nullable(),
});

/** Episodes and films a dry run looks at. */
export function createPlanItems(db: Database) {
  return {
    /** Items nobody has decided yet, in order. */
    async undecidedItems(planId: string, limit: number): Promise<MediaItem[]> {
      const rows = await queryRows(
        db,
        z.object({ facts: z.custom<MediaItem>((facts) => typeof facts === 'object') }),
        sql`SELECT i.facts FROM plan_items p JOIN trakt_items i USING (media_type, trakt_item_id)
          WHERE p.plan_id = ${planId}::uuid AND p.state IS NULL ORDER BY p.position LIMIT ${limit}`,
      );
      return rows.map(({ facts }) => facts);
    },

    async countItems(
      planId: string,
    ): Promise<{ readonly total: number; readonly undecided: number }> {
      const [row] = await queryRows(
        db,
        z.object({ total: z.int(), undecided: z.int() }),
        sql`SELECT count(*)::int AS total, (count(*) FILTER (WHERE state IS NULL))::int AS undecided
          FROM plan_items WHERE plan_id = ${planId}::uuid`,
      );
      return row ?? { total: 0, undecided: 0 };
    },

    /** Safe to repeat: only what is not decided is. */
    async decideItems(planId: string, decided: readonly DecidedItem[]): Promise<void> {
      if (decided.length === 0) return;
      await db.$executeRaw`UPDATE plan_items SET state = d.state, reason = d.reason, subject_id = d.subject_id, episode_id = d.episode_id
        FROM ${unnestRows(decisionColumns, decided.map(toDecisionRow))} AS d
        WHERE plan_items.plan_id = ${planId}::uuid AND plan_items.state IS NULL
          AND plan_items.media_type = d.media_type AND plan_items.trakt_item_id = d.trakt_item_id`;
    },

    /** By series, season and number. Throws InputError for a cursor that is not ours. */
    async items(
      planId: string,
      { state, outcome, limit, cursor }: PlanItemFilter,
    ): Promise<Page<PlanItem>> {
      const after = numberBefore(cursor);
      const rows = await queryRows(
        db,
        itemRow,
        sql`SELECT p.position, p.media_type AS "mediaType", ${titleOf} AS title,
            i.season, i.number, p.plays, p.state, p.reason, p.subject_id AS "subjectId", p.episode_id AS "episodeId", p.outcome
          FROM plan_items p LEFT JOIN trakt_items i USING (media_type, trakt_item_id)
          WHERE p.plan_id = ${planId}::uuid AND p.position > ${after}
            ${state === undefined ? emptySql : sql`AND p.state = ${state}`}
            ${outcome === undefined ? emptySql : sql`AND p.outcome = ${outcome}`}
          ORDER BY p.position LIMIT ${limit + 1}`,
      );
      return toNumberedPage(rows, limit, ({ position }) => position);
    },
  };
}
