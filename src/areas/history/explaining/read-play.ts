import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { MediaItem } from '../../matching/index.js';
import { runItem, runItemColumns } from '../ledger/run-item.js';
import { playReason } from '../run.js';
import type { ExplainedItem, ExplainedPlay } from './explanation.js';

const playRow = runItem.extend({
  reason: playReason.nullable(),
  source: z.string(),
  watchedAtGiven: z.string(),
  action: z.string(),
  traktItemId: z.string(),
  facts: z.custom<MediaItem>((facts) => typeof facts === 'object').nullable(),
  /** Until when a service has asked to be left alone, as far as the latest run was told. */
  retryAt: z.date().nullable(),
});

export interface ReadPlay {
  readonly play: ExplainedPlay;
  readonly retryAt: Date | null;
}

/** One play of a person; undefined when they have none of this id. */
export async function readPlay(
  db: Database,
  { userId, playId }: { readonly userId: string; readonly playId: string },
): Promise<ReadPlay | undefined> {
  const [row] = await queryRows(
    db,
    playRow,
    sql`SELECT ${runItemColumns}, p.source, p.watched_at_given AS "watchedAtGiven", p.action,
        p.trakt_item_id::text AS "traktItemId", i.facts,
        (SELECT retry_at FROM sync_runs WHERE user_id = p.user_id ORDER BY started_at DESC, id LIMIT 1) AS "retryAt"
      FROM plays p LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
      WHERE p.id = ${playId}::int8 AND p.user_id = ${userId}`,
  );
  if (row === undefined) return undefined;
  const { facts, traktItemId, retryAt, ...play } = row;
  return { play: { ...play, item: toItem(traktItemId, facts) }, retryAt };
}

function toItem(traktItemId: string, facts: MediaItem | null): ExplainedItem {
  if (facts === null) {
    const ids = { trakt: null, tmdb: null, tvdb: null, imdb: null };
    return { traktItemId, episodeTitle: null, firstAired: null, ids };
  }
  const { traktId: trakt, tmdb, tvdb, imdb } = facts.kind === 'episode' ? facts.show : facts.movie;
  const ids = { trakt, tmdb, tvdb, imdb };
  return facts.kind === 'episode'
    ? { traktItemId, episodeTitle: facts.title, firstAired: facts.firstAired, ids }
    : { traktItemId, episodeTitle: null, firstAired: facts.released, ids };
}
