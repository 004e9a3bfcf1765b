import type { LibraryItem } from '../library/library-item.js';
import type { LibrarySettings } from '../library/policies.js';
import { isOutOfScope, subjectsOf, type TitleOnTrakt } from './title-on-trakt.js';
import type { Wish, WishReason } from './wish.js';

type Settings = Pick<LibrarySettings, 'ratings' | 'ratingPolicy' | 'showRatings'>;

/**
 * Wishes of a title's ratings. A season's rating goes to the subjects of the season; a show's only where the show is one subject,
 * unless the settings spread it; none of an episode, as Bangumi has no such thing.
 */
export function makeRatingWishes(title: TitleOnTrakt, settings: Settings): readonly Wish[] {
  const rated = title.items.filter(({ part }) => part === 'ratings');
  const wishes = rated.flatMap((item) => wishesOf(item, title, settings));
  return withoutRivals(wishes);
}

function wishesOf(item: LibraryItem, title: TitleOnTrakt, settings: Settings): readonly Wish[] {
  const wish = (subjectId: number | null, state: Wish['state'], reason: WishReason | null) => ({
    ...toWish(item, settings),
    subjectId,
    state,
    reason,
  });
  if (!settings.ratings) return [wish(null, 'excluded', 'filtered')];
  if (item.kind === 'episode') return [wish(null, 'excluded', 'episode-rating')];
  if (item.kind === 'season' && item.season === 0) return [wish(null, 'excluded', 'of-specials')];
  const found =
    item.kind === 'show' ? ofShow(item, title, settings) : subjectsOf(title, item.season);
  if (typeof found === 'string') return [wish(null, 'excluded', found)];
  if (found.length > 0) return found.map((subjectId) => wish(subjectId, 'planned', null));
  return isOutOfScope(title, item.kind === 'show' ? 'any' : item.season)
    ? [wish(null, 'excluded', 'out-of-scope')]
    : [wish(null, 'parked', 'not-collected')];
}

const toWish = (item: LibraryItem, { ratingPolicy }: Settings) => ({
  origin: 'rating' as const,
  mediaType: item.kind,
  traktId: item.traktId,
  season: item.season,
  title: item.facts.title?.title ?? null,
  value: item.rating ?? 0,
  givenAt: item.at,
  item: null,
  policy: ratingPolicy,
});

/** Why a show's rating goes nowhere, or the subjects it goes to. */
function ofShow(
  item: LibraryItem,
  title: TitleOnTrakt,
  { showRatings }: Settings,
): readonly number[] | WishReason {
  const regular = regularSeasons(title).flatMap((season) => subjectsOf(title, season));
  const known = [...new Set(regular)];
  const all = [...new Set([...known, ...title.mapped])];
  if (showRatings === 'one-subject' && !isOneSubject(item, title, all) && all.length > 0)
    return 'several-subjects';
  const bySeason = new Set(
    title.items
      .filter(({ part, kind }) => part === 'ratings' && kind === 'season')
      .flatMap(({ season }) => subjectsOf(title, season)),
  );
  const left = known.filter((subjectId) => !bySeason.has(subjectId));
  return known.length > 0 && left.length === 0 ? 'rated-by-season' : left;
}

const regularSeasons = ({ watched, placed }: TitleOnTrakt): readonly number[] =>
  [
    ...new Set(
      [...watched, ...placed].map(({ season }) => season).filter((season) => (season ?? 0) > 0),
    ),
  ].map(Number);

/** The one subject holds as many episodes as the show has aired. */
function isOneSubject(
  { facts }: LibraryItem,
  { mainRowsOf }: TitleOnTrakt,
  subjectIds: readonly number[],
): boolean {
  const [only, another] = subjectIds;
  if (only === undefined || another !== undefined) return false;
  const rows = mainRowsOf(only);
  return rows === undefined || facts.airedEpisodes === null || facts.airedEpisodes <= rows;
}

/** Where two seasons are one subject, the later rating counts. */
function withoutRivals(wishes: readonly Wish[]): readonly Wish[] {
  const isOutdone = (wish: Wish): boolean =>
    wishes.some(
      (other) =>
        other !== wish &&
        other.subjectId === wish.subjectId &&
        other.state === 'planned' &&
        isLater(other, wish),
    );
  return wishes.map((wish) =>
    wish.state === 'planned' && isOutdone(wish)
      ? { ...wish, state: 'excluded', reason: 'rated-otherwise' }
      : wish,
  );
}

function isLater(one: Wish, other: Wish): boolean {
  const difference = (one.givenAt?.getTime() ?? 0) - (other.givenAt?.getTime() ?? 0);
  return difference === 0 ? one.traktId > other.traktId : difference > 0;
}
