import type { LibraryItem } from '../library/library-item.js';
import type { LibraryPartName } from '../library/library-part.js';

/** Where plays of a film or of one season have been taken. */
export interface WatchedPlace {
  /** Null for films. */
  readonly season: number | null;
  readonly subjectIds: readonly number[];
  /** Nothing of it is on Bangumi, as far as plays tell. */
  readonly isOutOfScope: boolean;
}

/** All that is known of one film or show when its wishes are made. */
export interface TitleOnTrakt {
  readonly kind: 'movie' | 'show';
  readonly titleId: number;
  readonly items: readonly (LibraryItem & { readonly part: LibraryPartName })[];
  readonly watched: readonly WatchedPlace[];
  /** Subjects that wishes of lists have been matched to, by season. */
  readonly placed: readonly { readonly season: number | null; readonly subjectId: number }[];
  /** Subjects of the show's regular seasons by the id map. */
  readonly mapped: readonly number[];
  /** Main episodes of a subject; undefined where no table is stored. */
  readonly mainRowsOf: (subjectId: number) => number | undefined;
}

/** Subjects of a season, or of a film: those that plays lead to; without any those that lists were matched to. */
export function subjectsOf(
  { watched, placed }: Pick<TitleOnTrakt, 'watched' | 'placed'>,
  season: number | null,
): readonly number[] {
  const led = watched.filter((place) => place.season === season).flatMap((at) => at.subjectIds);
  const found = placed.filter((place) => place.season === season).map((at) => at.subjectId);
  return [...new Set(led.length > 0 ? led : found)].sort((one, other) => one - other);
}

/** Whatever plays of it there are lead nowhere. */
export const isOutOfScope = (
  { watched }: Pick<TitleOnTrakt, 'watched'>,
  season: number | null | 'any',
): boolean => {
  const about = watched.filter((place) => season === 'any' || place.season === season);
  return about.length > 0 && about.every((place) => place.isOutOfScope);
};
