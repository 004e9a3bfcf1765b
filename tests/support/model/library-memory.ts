import type { Listed } from './change.js';
import type { Memory } from './memory.js';
import type { ModelTitle } from './titles.js';

interface Rated {
  readonly at: number;
  /** Null: taken back. */
  readonly rating: number | null;
  readonly isLater: boolean;
}

/** A place on the watchlist or in the collection. */
interface Kept {
  readonly on: Set<Listed | number>;
  /** When it was put there for the first time; null: never. */
  first: number | null;
}

/** A title on Trakt besides its plays: each word with its place in the story. */
export interface InTheLibrary {
  readonly rated: Map<Listed, Rated>;
  /** Every rating it ever had. */
  readonly everRated: Set<number>;
  isEverRatedLater: boolean;
  readonly listed: Kept;
  /** By episode. */
  readonly owned: Kept;
}

export function libraryOf({ library }: Pick<Memory, 'library'>, title: ModelTitle): InTheLibrary {
  const known = library.get(title);
  if (known !== undefined) return known;
  const made: InTheLibrary = {
    rated: new Map(),
    everRated: new Set(),
    isEverRatedLater: false,
    listed: { on: new Set(), first: null },
    owned: { on: new Set(), first: null },
  };
  library.set(title, made);
  return made;
}

const isGiven = (rated: Rated | undefined): boolean => typeof rated?.rating === 'number';

/** The rating that counts: a season's before its show's. `at`: since when, by whichever moved last. */
export function ratingInForce({
  rated,
}: InTheLibrary): (Rated & { readonly since: number }) | null {
  const season = rated.get('season');
  const whole = rated.get('title');
  const counts = [season, whole].find((rated) => isGiven(rated));
  if (counts === undefined) return null;
  return { ...counts, since: Math.max(season?.at ?? 0, whole?.at ?? 0) };
}
