import type { InLibrary, Listed } from './change.js';
import { libraryOf, type InTheLibrary } from './library-memory.js';
import type { World } from './open-world.js';
import { titleAt, type ModelTitle } from './titles.js';

type Kept = InTheLibrary['listed'];

/** Lets ratings, watchlist and collection change on Trakt, and remembers it. */
export function inLibrary({ trakt, memory }: World): (change: InLibrary) => void {
  const put = (kept: Kept, place: Listed | number): void => {
    kept.on.add(place);
    kept.first ??= memory.next();
  };
  const rate = (change: Extract<InLibrary, { kind: 'rate' }>): void => {
    const { rating, isLater } = change;
    const title = titleAt(change.title);
    const known = libraryOf(memory, title);
    const of = listedOf(title, change.of);
    const at = memory.next();
    trakt.rate(itemOf(title, of), rating, { at: givenAt(at, isLater) });
    known.rated.set(of, { at, rating, isLater });
    if (rating === null) return;
    known.everRated.add(rating);
    if (isLater) known.isEverRatedLater = true;
  };
  const list = ({ title: index, isOn, ...rest }: Extract<InLibrary, { kind: 'list' }>): void => {
    const title = titleAt(index);
    const { listed } = libraryOf(memory, title);
    const of = listedOf(title, rest.of);
    if (listed.on.has(of) === isOn) return;
    if (isOn) {
      trakt.putOnWatchlist(itemOf(title, of));
      put(listed, of);
      return;
    }
    trakt.removeFromWatchlist(itemOf(title, of));
    listed.on.delete(of);
  };
  const own = ({ title: index, isOn, ...rest }: Extract<InLibrary, { kind: 'own' }>): void => {
    const title = titleAt(index);
    const { owned } = libraryOf(memory, title);
    const number = 1 + (rest.number % title.episodes);
    if (owned.on.has(number) === isOn) return;
    const { traktId } = title;
    const item = title.kind === 'movie' ? { movie: traktId } : { show: traktId, season: 1, number };
    if (isOn) {
      trakt.addToCollection(item);
      put(owned, number);
      return;
    }
    trakt.removeFromCollection(item);
    owned.on.delete(number);
  };
  return (change) => {
    if (change.kind === 'rate') rate(change);
    else if (change.kind === 'list') list(change);
    else own(change);
  };
}

const listedOf = ({ kind }: ModelTitle, of: Listed): Listed => (kind === 'movie' ? 'title' : of);

const itemOf = ({ kind, traktId }: ModelTitle, of: Listed) => {
  if (kind === 'movie') return { movie: traktId };
  return of === 'season' ? { show: traktId, season: 1 } : { show: traktId };
};

/** Before or after anything else in the story; no two at one time. */
const givenAt = (place: number, isLater: boolean): string =>
  new Date(Date.parse(isLater ? '2035-01-01' : '2015-01-01') + place * 1000).toISOString();
