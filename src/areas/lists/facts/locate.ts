import type { KeptPlace } from '../places/place-store.js';
import { judgeSeason, type SeasonOnTrakt } from '../places/season-on-trakt.js';
import type { TitleAt } from './title-part.js';

export interface Locating {
  readonly subjectId: number;
  /** Null while nobody has placed it. */
  readonly place: KeptPlace | null;
  /** 0: not known. */
  readonly eps: number;
  /** First broadcast or release, `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Of its show; undefined where they were never asked for. */
  readonly seasons: readonly SeasonOnTrakt[] | undefined;
}

export interface Located {
  readonly at: TitleAt;
  /** Why Trakt cannot show it, see `PlaceReason`; null: it can, or nobody has looked yet. */
  readonly reason: string | null;
}

/** Which title of Trakt's a subject is, by its place and what is known of the show's seasons. */
export function locate(locating: Locating): Located {
  const { subjectId, place } = locating;
  if (place === null) return alone(subjectId, null);
  if (place.spot === null) return alone(subjectId, place.reason);
  const { spot, title, origin } = place;
  const { traktId: showId } = title;
  switch (spot.kind) {
    case 'movie':
    case 'show':
      return { at: { kind: spot.kind, id: showId }, reason: null };
    case 'episode': {
      const { kind, season, episodeId: id } = spot;
      return { at: { kind, id, showId, season }, reason: null };
    }
    case 'specials':
      return alone(subjectId, 'among-specials', showId);
    case 'season':
      return inSeason(locating, { kind: 'season', showId, season: spot.season }, origin);
  }
}

/** Not on Trakt, or only somewhere in a show. */
const alone = (id: number, reason: string | null, showId: number | null = null): Located => ({
  at: { kind: 'subject', id, showId },
  reason,
});

function inSeason(
  locating: Locating,
  at: Extract<TitleAt, { kind: 'season' }>,
  origin: KeptPlace['origin'],
): Located {
  const { subjectId, seasons, date } = locating;
  if (seasons === undefined) return { at, reason: null };
  const season = seasons.find(({ number }) => number === at.season);
  if (season === undefined) return alone(subjectId, 'season-missing', at.showId);
  // Of what was watched the episodes themselves have told; an id may name another season.
  if (origin === 'id-map' && judgeSeason(date, season) === 'differs')
    return alone(subjectId, 'season-differs');
  return isLongerThan(season, locating)
    ? { at: { kind: 'show', id: at.showId }, reason: null }
    : { at, reason: null };
}

/**
 * A subject that goes on through later seasons is the show, whatever of it has been watched. Of the latest season Trakt may not know all
 * episodes yet, so that its length says nothing.
 */
function isLongerThan({ number, episodes }: SeasonOnTrakt, { eps, seasons }: Locating): boolean {
  const isLatest = !(seasons ?? []).some((other) => other.number > number);
  return !isLatest && eps > episodes * 1.5;
}
