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
  const { subjectId: id, place } = locating;
  const alone = (reason: string | null, showId: number | null): Located => ({
    at: { kind: 'subject', id, showId },
    reason,
  });
  if (place === null) return alone(null, null);
  if (place.spot === null) return alone(place.reason, null);
  const { spot, title, origin } = place;
  const { traktId } = title;
  switch (spot.kind) {
    case 'movie':
    case 'show':
      return { at: { kind: spot.kind, id: traktId }, reason: null };
    case 'episode':
      return {
        at: { kind: 'episode', id: spot.episodeId, showId: traktId, season: spot.season },
        reason: null,
      };
    case 'specials':
      return alone('among-specials', traktId);
    case 'season':
      break;
  }
  const seasonAt = { kind: 'season', showId: traktId, season: spot.season } as const;
  if (locating.seasons === undefined) return { at: seasonAt, reason: null };
  const season = locating.seasons.find(({ number }) => number === spot.season);
  if (season === undefined) return alone('season-missing', traktId);
  // Of what was watched the episodes themselves have told; an id may name another season.
  if (origin === 'id-map' && judgeSeason(locating.date, season) === 'differs')
    return alone('season-differs', null);
  return isLongerThan(season, locating)
    ? { at: { kind: 'show', id: traktId }, reason: null }
    : { at: seasonAt, reason: null };
}

/** A subject that goes on through seasons of which only the first has been watched is the show. */
function isLongerThan(season: SeasonOnTrakt, { eps, seasons }: Locating): boolean {
  const regular = (seasons ?? []).filter(({ number }) => number > 0);
  return regular.length > 1 && eps > season.episodes * 1.5;
}
