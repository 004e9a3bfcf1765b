import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { toPage, type Page, type PageWish } from '../../../platform/lib/page-cursor.js';
import type { ExclusionReason, ParkReason, PlayState } from '../run.js';
import { parsePlayPlace } from './play-place.js';
import { runItem, runItemColumns, type RunItem } from './run-item.js';

export interface PlayFilter extends PageWish {
  readonly state?: PlayState | undefined;
  readonly reason?: ParkReason | ExclusionReason | undefined;
  /** Found anywhere in the title of series, film or episode. */
  readonly title?: string | undefined;
  readonly subject?: number | undefined;
  /** Watched at or after. */
  readonly since?: Date | undefined;
  /** Watched before. */
  readonly until?: Date | undefined;
}

/** A person's plays, those that came into the ledger last first. Throws InputError for a cursor that is not ours. */
export async function listPlays(
  db: Database,
  userId: string,
  filter: PlayFilter,
): Promise<Page<RunItem>> {
  const { limit, cursor } = filter;
  const place = cursor === undefined ? undefined : parsePlayPlace(cursor);
  const rows = await queryRows(
    db,
    runItem,
    sql`SELECT ${runItemColumns}
      FROM plays p LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
      WHERE p.user_id = ${userId} ${standing(filter)} ${watched(filter)}
        ${place === undefined ? emptySql : sql`AND (p.observed_at, p.id) < (${place.at}, ${place.id}::int8)`}
      ORDER BY p.observed_at DESC, p.id DESC LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit, {
    place: ({ observedAt, id }) => ({ at: observedAt, id }),
    item: (row) => row,
  });
}

const standing = ({ state, reason, subject }: PlayFilter) =>
  sql`${state === undefined ? emptySql : sql`AND p.state = ${state}`}
    ${reason === undefined ? emptySql : sql`AND p.reason = ${reason}`}
    ${subject === undefined ? emptySql : sql`AND p.subject_id = ${subject}`}`;

const titles = sql`concat_ws(' ', i.facts ->> 'title', i.facts -> 'show' ->> 'title', i.facts -> 'show' ->> 'originalTitle',
  i.facts -> 'movie' ->> 'title', i.facts -> 'movie' ->> 'originalTitle')`;

const watched = ({ title, since, until }: PlayFilter) =>
  sql`${title === undefined ? emptySql : sql`AND strpos(lower(${titles}), lower(${title})) > 0`}
    ${since === undefined ? emptySql : sql`AND p.watched_at >= ${since}`}
    ${until === undefined ? emptySql : sql`AND p.watched_at < ${until}`}`;
