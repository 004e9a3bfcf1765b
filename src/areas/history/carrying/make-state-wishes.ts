import { collectionType } from '../../../upstream/bangumi/index.js';
import type { MediaItem } from '../../matching/index.js';
import type { LibraryItem } from '../library/library-item.js';
import type { LibrarySettings } from '../library/policies.js';
import { statePolicy } from './state-policy.js';
import { isOutOfScope, subjectsOf, type TitleOnTrakt } from './title-on-trakt.js';
import { type Wish, type WishReason } from './wish.js';

type Settings = Pick<LibrarySettings, 'watchlistState' | 'collectionState' | 'statesOverOwn'>;

/** What is on the list or in the collection: a film, or a season. */
interface Place {
  readonly season: number | null;
  /** Of the episode that stands for the season. */
  readonly number: number;
}

/** Wishes of a title's places on the watchlist and in the collection. A show on the list stands for its first season. */
export const makeStateWishes = (title: TitleOnTrakt, settings: Settings): readonly Wish[] =>
  title.items
    .filter(({ part }) => part !== 'ratings')
    .flatMap((item) =>
      placesOf(item).flatMap((place) => wishesOf({ item, place, title }, settings)),
    );

function placesOf(item: TitleOnTrakt['items'][number]): readonly Place[] {
  if (item.part === 'collected-shows')
    return item.facts.seasons.map(({ season, number }) => ({ season, number }));
  if (item.kind === 'movie') return [{ season: null, number: 1 }];
  return [{ season: item.season ?? 1, number: 1 }];
}

interface Placed {
  readonly item: TitleOnTrakt['items'][number];
  readonly place: Place;
  readonly title: TitleOnTrakt;
}

function wishesOf(placed: Placed, settings: Settings): readonly Wish[] {
  const { item, place, title } = placed;
  const origin = item.part === 'watchlist' ? 'watchlist' : 'collection';
  const policy = origin === 'watchlist' ? settings.watchlistState : settings.collectionState;
  const wish = (state: Wish['state'], reason: WishReason | null): Wish => ({
    origin,
    mediaType: item.kind,
    traktId: item.traktId,
    season: place.season,
    subjectId: null,
    title: item.facts.title?.title ?? null,
    value: policy === 'doing' ? collectionType.doing : collectionType.wish,
    givenAt: item.at,
    item: null,
    state,
    reason,
    policy: statePolicy(policy, settings),
  });
  if (policy === 'none') return [wish('excluded', 'filtered')];
  if (item.kind === 'episode') return [wish('excluded', 'of-one-episode')];
  if (place.season === 0) return [wish('excluded', 'of-specials')];
  const found = subjectsOf(title, place.season);
  const base = wish('planned', null);
  if (found.length > 0) return found.map((subjectId) => ({ ...base, subjectId }));
  if (isOutOfScope(title, place.season)) return [wish('excluded', 'out-of-scope')];
  const asked = itemOf(item, place);
  return asked === null ? [wish('parked', 'unmatched')] : [{ ...wish('seen', null), item: asked }];
}

/** What stands for it in matching. It is nobody's play: its id is made up, and what is decided of it is not kept. */
function itemOf({ facts, titleId }: LibraryItem, { season, number }: Place): MediaItem | null {
  const { title, released } = facts;
  if (title === null) return null;
  if (season === null) return { kind: 'movie', traktId: titleId, movie: title, released };
  const about = { season, number, numberAbs: null, title: null, firstAired: null };
  return { kind: 'episode', traktId: -(titleId * 1000 + season), ...about, show: title };
}
