import { z } from 'zod';
import {
  queryRows,
  sql,
  unnestRows,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { Decision, DecidedItem, MediaItem } from '../../matching/index.js';
import type { PlayState } from '../run.js';

const day = 24 * 60 * 60 * 1000;

/** Days a play waits for an episode row that Bangumi's editors have not made yet. */
const episodeMissingDays = 14;

/** Thousands of plays at once, and a mapping of everybody's to wait for; ms. */
const applying = { timeout: 60_000, maxWait: 10_000 };

/** Plays on their way from seen to decided. */
export function createPlayDecisions(db: Database) {
  return {
    /** Different items of the next `limit` plays that are not matched yet: a walk along an index, however many wait behind them. */
    async seenItems(userId: string, limit: number): Promise<MediaItem[]> {
      const rows = await queryRows(
        db,
        z.object({ facts: z.custom<MediaItem>((facts) => typeof facts === 'object') }),
        sql`SELECT i.facts FROM trakt_items i JOIN (
            SELECT DISTINCT media_type, trakt_item_id FROM (SELECT media_type, trakt_item_id FROM plays
              WHERE user_id = ${userId} AND state = 'seen' ORDER BY due_at LIMIT ${limit}) next) waiting USING (media_type, trakt_item_id)
          ORDER BY i.show_id, i.season, i.number, i.trakt_item_id`,
      );
      return rows.map(({ facts }) => facts);
    },

    /**
     * Moves plays that are still `seen`, unless what was decided by has changed meanwhile: whoever changes it puts plays back
     * into line in the same transaction, so with the plays held, either the change is seen here, or it finds them moved.
     */
    async applyDecisions(
      at: { readonly userId: string; readonly runId: string; readonly now: Date },
      decided: readonly DecidedItem[],
      stillHolds: (tx: DatabaseSession) => Promise<boolean>,
    ): Promise<void> {
      if (decided.length === 0) return;
      const due = new Date(at.now.getTime() + day);
      const waitedSince = new Date(at.now.getTime() - episodeMissingDays * day);
      const decisions = unnestRows(appliedColumns, decided.map(toAppliedRow));
      await db.$transaction(async (tx) => {
        await tx.$executeRaw`
          SELECT 1 FROM plays p JOIN ${decisions} AS d USING (media_type, trakt_item_id)
          WHERE p.user_id = ${at.userId} AND p.state = 'seen' ORDER BY p.id FOR UPDATE OF p`;
        if (!(await stillHolds(tx))) return;
        await tx.$executeRaw`
        UPDATE plays SET state = d.state, reason = d.reason, subject_id = d.subject_id, episode_id = d.episode_id,
          run_id = ${at.runId}::uuid, mapping_id = d.mapping_id, mapping_as_of = d.mapping_as_of,
          due_at = CASE WHEN d.reason = 'episode-missing' AND plays.observed_at > ${waitedSince} THEN ${due}::timestamptz END
        FROM ${decisions} AS d
        WHERE plays.user_id = ${at.userId} AND plays.state = 'seen'
          AND plays.media_type = d.media_type AND plays.trakt_item_id = d.trakt_item_id`;
      }, applying);
    },
  };
}

const stateOf = ({ kind }: Decision): PlayState => (kind === 'matched' ? 'planned' : kind);
const reasonOf = (decision: Decision): string | null =>
  decision.kind === 'matched' ? null : decision.reason;
const subjectOf = (decision: Decision): number | null =>
  decision.kind === 'excluded' ? null : decision.subjectId;
const episodeOf = (decision: Decision): number | null =>
  decision.kind === 'matched' ? decision.episodeId : null;

/** Columns of a decision, as plays and dry runs hold it. */
export const decisionColumns = {
  media_type: 'text',
  trakt_item_id: 'int8',
  state: 'text',
  reason: 'text',
  subject_id: 'int4',
  episode_id: 'int4',
} as const;

export const toDecisionRow = ({ item, decision }: DecidedItem) => ({
  media_type: item.kind,
  trakt_item_id: item.traktId,
  state: stateOf(decision),
  reason: reasonOf(decision),
  subject_id: subjectOf(decision),
  episode_id: episodeOf(decision),
});

const appliedColumns = {
  ...decisionColumns,
  mapping_id: 'uuid',
  mapping_as_of: 'timestamptz',
} as const;

const toAppliedRow = (decided: DecidedItem) => ({
  ...toDecisionRow(decided),
  mapping_id: decided.decision.mapping?.id ?? null,
  mapping_as_of: decided.decision.mapping?.updatedAt ?? null,
});
