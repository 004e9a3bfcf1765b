import { sql, type Sql } from '../../../platform/database/index.js';
import { source } from '../reading/source.js';
import { playStates } from '../run.js';

/** What must not be in a ledger, whatever died on the way to it. */
export interface Contradiction {
  readonly name: string;
  /** Ids, as `id` in text, of the rows that contradict others. */
  readonly rows: Sql;
}

const dayMs = 86_400_000;
/** What a person meant to have written, and nothing came of for so long though their syncs run. */
const staleDays = 7;
/** No run takes longer. */
const longestRunDays = 2;

const open = sql`p.state IN ('seen', 'planned', 'sent')`;
/** When a play came to stand where it stands. */
const movedAt = sql`coalesce((SELECT max(e.at) FROM play_events e WHERE e.play_id = p.id), p.observed_at)`;

/** What is looked for, one after the other. What a run under way makes and ends is none of it. */
export function contradictions(now: Date): readonly Contradiction[] {
  const ago = (days: number) => new Date(now.getTime() - days * dayMs);
  return [
    ofPlays('unknownStates', sql`p.state <> ALL(${[...playStates]}::text[])`),
    ofPlays(
      'provenUnseen',
      sql`p.state = 'proven' AND (p.synced_at IS NULL OR p.subject_id IS NULL)`,
    ),
    ofPlays('plannedNowhere', sql`p.state IN ('planned', 'sent') AND p.subject_id IS NULL`),
    ofPlays('withoutReason', sql`p.state IN ('parked', 'excluded') AND p.reason IS NULL`),
    eventsDisagree,
    unrecorded,
    duplicates,
    countsDisagree,
    ofPlays(
      'leftOpen',
      sql`${open} AND EXISTS (SELECT FROM sync_runs r WHERE r.user_id = p.user_id AND r.status = 'success'
        AND r.mode IN ('normal', 'full') AND r.started_at > ${movedAt})`,
    ),
    ofPlays(
      'staleIntents',
      sql`p.state IN ('planned', 'sent') AND ${movedAt} < ${ago(staleDays)} AND ${isSyncing}`,
    ),
    marksUnasked,
    {
      name: 'runsUnended',
      rows: sql`SELECT id::text FROM sync_runs WHERE status = 'running' AND started_at < ${ago(longestRunDays)}`,
    },
  ];
}

const ofPlays = (name: string, where: Sql): Contradiction => ({
  name,
  rows: sql`SELECT p.id::text FROM plays p WHERE ${where}`,
});

/** Whoever changes a play tells of it in the same statement. */
const eventsDisagree: Contradiction = {
  name: 'eventsDisagree',
  rows: sql`SELECT p.id::text FROM (SELECT DISTINCT ON (play_id) * FROM play_events ORDER BY play_id, id DESC) e
    JOIN plays p ON p.id = e.play_id
    WHERE (p.state, p.reason, p.subject_id, p.episode_id) IS DISTINCT FROM (e.state, e.reason, e.subject_id, e.episode_id)`,
};

/** Nobody told how they came to stand there; one that joined another stands where that one stood, and those of old were not told of. */
const unrecorded = ofPlays(
  'unrecorded',
  sql`p.state <> 'seen' AND p.observed_at > (SELECT min(at) FROM play_events)
    AND NOT EXISTS (SELECT FROM play_events e WHERE e.play_id = p.id)
    AND NOT EXISTS (SELECT FROM plays t WHERE t.user_id = p.user_id AND t.viewing_id = p.viewing_id AND t.id <> p.id)`,
);

/** The index that forbids them may be damaged. */
const duplicates: Contradiction = {
  name: 'duplicates',
  rows: sql`SELECT max(id)::text AS id FROM plays GROUP BY user_id, source, source_ref HAVING count(*) > 1`,
};

/** People whose last sync said that all is there. */
const countsDisagree: Contradiction = {
  name: 'countsDisagree',
  rows: sql`SELECT c.user_id AS id FROM sync_cursors c
    WHERE c.source = ${source} AND c.promised <> (SELECT count(*) FROM plays p
        WHERE p.user_id = c.user_id AND p.source = c.source AND p.state <> 'removed')
      AND (SELECT r.status FROM sync_runs r WHERE r.user_id = c.user_id AND r.status <> 'running' AND r.mode IN ('normal', 'full')
        ORDER BY r.started_at DESC, r.id DESC LIMIT 1) = 'success'`,
};

/** Set on Bangumi though no play and no wish of the person ever led there. */
const marksUnasked: Contradiction = {
  name: 'marksUnasked',
  rows: sql`SELECT m.id::text FROM marks m
    WHERE NOT EXISTS (SELECT FROM plays p WHERE p.user_id = m.user_id AND p.subject_id = m.subject_id)
      AND NOT EXISTS (SELECT FROM subject_wishes w WHERE w.user_id = m.user_id AND w.subject_id = m.subject_id)
      AND NOT EXISTS (SELECT FROM play_events e JOIN plays p ON p.id = e.play_id
        WHERE p.user_id = m.user_id AND e.subject_id = m.subject_id)`,
};

/** Both accounts are there, and nothing keeps this person's syncs from running. */
const isSyncing = sql`EXISTS (SELECT FROM users u WHERE u.id = p.user_id AND u.disabled_at IS NULL AND u.deleted_at IS NULL)
  AND (SELECT count(*) FROM connections c WHERE c.user_id = p.user_id AND c.state = 'connected') = 2
  AND coalesce((SELECT s.enabled AND NOT s.dry_run FROM sync_settings s WHERE s.user_id = p.user_id), true)
  AND EXISTS (SELECT FROM sync_runs r WHERE r.user_id = p.user_id AND r.status <> 'running' AND r.started_at > ${movedAt})`;
