import type { Evidence } from '../../matching/index.js';
import type { FoundPlace, Spot } from './place.js';
import type { TraktTitle } from './trakt-title.js';

/** How much of a subject a person or matching put into a film, or into one season of a show. */
export interface MatchCount {
  readonly subjectId: number;
  readonly origin: 'mapping' | 'matches';
  readonly kind: 'show' | 'movie';
  /** Trakt's id of the show or film. */
  readonly titleId: number;
  /** Null for films, and where a mapping is about the whole show. */
  readonly season: number | null;
  /** Different episodes of the subject. */
  readonly episodes: number;
  /** Trakt's id of one of them, or of the film; null where none is known. */
  readonly itemId: number | null;
}

export interface Matched {
  /** All counts of one subject. */
  readonly counts: readonly [MatchCount, ...MatchCount[]];
  readonly titleOf: (count: Pick<MatchCount, 'kind' | 'titleId'>) => TraktTitle;
  /** How many episodes the subject has; 0: not known. */
  readonly eps: number;
}

/**
 * Where a subject is by what was decided for its episodes. A person's mapping counts alone. Of several seasons it is the one with more
 * than half of the episodes, else the show as a whole: a long series in twenty seasons is none of them.
 */
export function placeByMatches({ counts: all, titleOf, eps }: Matched): FoundPlace {
  const mapped = all.filter(({ origin }) => origin === 'mapping');
  const counts = (mapped.length > 0 ? mapped : all).toSorted(byWeight);
  const best = counts[0] ?? all[0];
  const ofShow = counts.filter(
    ({ kind, titleId }) => kind === best.kind && titleId === best.titleId,
  );
  return {
    subjectId: best.subjectId,
    origin: best.origin,
    spot: toSpot(best, ofShow, eps),
    title: titleOf(best),
    evidence: counts.map(toEvidence),
  };
}

/** Films before shows, as a film may also be filed among specials; most episodes first; regular seasons before specials. */
function byWeight(one: MatchCount, other: MatchCount): number {
  if (one.kind !== other.kind) return one.kind === 'movie' ? -1 : 1;
  if (one.episodes !== other.episodes) return other.episodes - one.episodes;
  const seasons = seasonOrder(one) - seasonOrder(other);
  return seasons === 0 ? one.titleId - other.titleId : seasons;
}

const last = 1_000_000;
const seasonOrder = ({ season }: MatchCount): number =>
  season === 0 ? last : (season ?? last - 1);

function toSpot(best: MatchCount, ofShow: readonly MatchCount[], eps: number): Spot {
  const { kind, season, itemId } = best;
  if (kind === 'movie') return { kind: 'movie' };
  if (season === null) return { kind: 'show' };
  const episodes = ofShow.reduce((sum, count) => sum + count.episodes, 0);
  if (best.episodes * 2 <= episodes) return { kind: 'show' };
  if (season > 0) return { kind: 'season', season };
  return eps === 1 && itemId !== null
    ? { kind: 'episode', season, episodeId: itemId }
    : { kind: 'specials' };
}

function toEvidence({ origin, kind, titleId, season, episodes }: MatchCount): Evidence {
  const where = `Trakt's ${kind} ${titleId}${season === null ? '' : `, season ${season}`}`;
  return origin === 'mapping'
    ? { signal: 'mapping', detail: `a person put it at ${where}` }
    : { signal: 'matches', detail: `${episodes} of what it holds was matched from ${where}` };
}
