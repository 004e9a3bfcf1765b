import type { LastActivities } from '../../../upstream/trakt/index.js';
import type { LibrarySettings } from './policies.js';

/** What a person has on Trakt besides plays, by how it is read. */
export const libraryParts = [
  'ratings',
  'watchlist',
  'collected-movies',
  'collected-shows',
] as const;
export type LibraryPartName = (typeof libraryParts)[number];

/** The fields of `last_activities` that move with a part; none of them moves with the history. */
const fields: Readonly<Record<LibraryPartName, readonly string[]>> = {
  ratings: ['movies.rated_at', 'shows.rated_at', 'seasons.rated_at', 'episodes.rated_at'],
  watchlist: [
    'watchlist.updated_at',
    'movies.watchlisted_at',
    'shows.watchlisted_at',
    'seasons.watchlisted_at',
    'episodes.watchlisted_at',
  ],
  'collected-movies': ['movies.collected_at'],
  'collected-shows': ['episodes.collected_at'],
};

/** The parts that these settings ask for. */
export function wantedParts(settings: LibrarySettings): readonly LibraryPartName[] {
  const isWanted: Readonly<Record<LibraryPartName, boolean>> = {
    ratings: settings.ratings,
    watchlist: settings.watchlistState !== 'none',
    'collected-movies': settings.collectionState !== 'none',
    'collected-shows': settings.collectionState !== 'none',
  };
  return libraryParts.filter((part) => isWanted[part]);
}

/** Of a snapshot what concerns a part. */
export const fieldsOf = (part: LibraryPartName, activities: LastActivities): LastActivities =>
  Object.fromEntries(
    fields[part].flatMap((field) => {
      const at = activities[field];
      return at === undefined ? [] : [[field, at]];
    }),
  );

/** Whether a part moved; for inequality, as removals move the times too. A snapshot that says nothing of it proves nothing. */
export function partMoved(
  part: LibraryPartName,
  before: LastActivities | null,
  now: LastActivities,
): boolean {
  const said = fieldsOf(part, now);
  if (before === null || Object.keys(said).length === 0) return true;
  return fields[part].some((field) => before[field] !== said[field]);
}
