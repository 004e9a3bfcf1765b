import { collectionType } from '../../../upstream/bangumi/index.js';
import { dayInJapan, dayOfDate, type EpisodeRow } from '../../matching/index.js';
import type { WatchedSubject } from './watched-places.js';
import { type Wish } from './wish.js';

/**
 * The wish to complete a subject, once the last of its main episodes is proven and all of them have aired by their dates. Whether
 * that is all of them is asked of Bangumi when it is settled.
 */
export function makeWatchedWish(
  { subjectId, episodeIds, title }: WatchedSubject,
  rows: readonly EpisodeRow[],
  { now, policy }: { readonly now: Date; readonly policy: string },
): Wish | undefined {
  const main = rows.filter(({ type }) => type === 0);
  const last = main.reduce<EpisodeRow | undefined>(
    (latest, row) => (latest === undefined || row.sort > latest.sort ? row : latest),
    undefined,
  );
  if (last === undefined || !episodeIds.includes(last.id)) return undefined;
  if (main.some((row) => airsLater(row, now))) return undefined;
  return {
    origin: 'watched',
    mediaType: 'subject',
    traktId: subjectId,
    season: null,
    subjectId,
    title,
    value: collectionType.done,
    givenAt: null,
    item: null,
    state: 'planned',
    reason: null,
    policy,
  };
}

function airsLater({ airdate }: EpisodeRow, now: Date): boolean {
  const day = airdate === null ? null : dayOfDate(airdate);
  const today = dayInJapan(now.toISOString());
  return day !== null && today !== null && day > today;
}
