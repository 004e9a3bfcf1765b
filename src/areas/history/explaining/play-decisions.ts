import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { candidatesOf, heldBackOf } from '../../matching/index.js';
import type { KeptDecision, Standing } from './explanation.js';

const decisionRow = z.object({
  kind: z.enum(['matched', 'parked', 'excluded']),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
  evidence: z.array(z.object({ signal: z.string(), detail: z.string() })),
  idMapVersion: z.string(),
  decidedAt: z.date(),
  /** Null for what holds. */
  replacedAt: z.date().nullable(),
  candidates: z.unknown(),
  previous: z.unknown(),
});

/** All that was ever decided about a play's item, oldest first: what was replaced, then what holds. */
export async function readPlayDecisions(db: Database, playId: string): Promise<KeptDecision[]> {
  const rows = await queryRows(
    db,
    decisionRow,
    sql`SELECT d.kind, d.reason, d.subject_id AS "subjectId", d.episode_id AS "episodeId", d.evidence,
        d.id_map_version AS "idMapVersion", d.decided_at AS "decidedAt", d.replaced_at AS "replacedAt", d.candidates, d.previous
      FROM plays p JOIN (
        SELECT id, media_type, trakt_item_id, kind, reason, subject_id, episode_id, evidence, id_map_version, decided_at, replaced_at,
            candidates, previous FROM match_changes
        UNION ALL SELECT NULL, media_type, trakt_item_id, kind, reason, subject_id, episode_id, evidence, id_map_version, decided_at, NULL,
            candidates, previous FROM matches) d USING (media_type, trakt_item_id)
      WHERE p.id = ${playId}::int8 ORDER BY d.id NULLS LAST`,
  );
  return rows.map(({ candidates, previous, ...row }, index) => ({
    ...row,
    candidates: candidatesOf({ candidates }),
    previous: heldBackOf({ previous, instead: null })?.previous ?? null,
    since: rows[index - 1]?.replacedAt ?? null,
  }));
}

/** The decision that led to where a play stood then: the latest of those made by that time that say so. */
export const decisionFor = (
  decisions: readonly KeptDecision[],
  outcome: Standing,
  at: Date,
): KeptDecision | null =>
  decisions.findLast(
    (decision) => (decision.since === null || decision.since <= at) && says(decision, outcome),
  ) ?? null;

// A person's mapping is decided by without a row of `matches`: what no row says was decided so.
const says = ({ kind, ...decision }: KeptDecision, outcome: Standing): boolean =>
  (kind === 'matched' ? 'planned' : kind) === outcome.state &&
  decision.reason === outcome.reason &&
  decision.subjectId === outcome.subjectId &&
  decision.episodeId === outcome.episodeId;
