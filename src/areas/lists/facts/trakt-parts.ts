import type { KnownTitle } from '../known-title.js';
import type { ParkedTitle } from './ledger-facts.js';
import type { LibraryRow } from './library-facts.js';
import { typeOf } from './subject-part.js';
import { nothingKnown, type TitleAt, type TitleFacts, type TitlePart } from './title-part.js';

/** A rating, or a place on the watchlist or in the collection. */
export function libraryPart(row: LibraryRow): TitlePart {
  const { part, rating, at } = row;
  const isRating = part === 'ratings' && rating !== null;
  return {
    at: placeOf(row),
    facts: {
      ...nothingKnown,
      ...(row.title === null ? {} : described(row, row.title)),
      rates: { trakt: isRating ? { rating, at } : null, bangumi: null },
      addedAt: at,
    },
  };
}

/** Seasons and episodes are called as their show is; its year is not theirs. */
const described = (
  { kind }: LibraryRow,
  title: NonNullable<LibraryRow['title']>,
): Partial<TitleFacts> => ({
  names: namesOf(title),
  type: typeOf(title.genres),
  year: kind === 'movie' || kind === 'show' ? title.year : null,
  genres: title.genres,
  country: title.country?.toLowerCase() ?? null,
});

function placeOf({ kind, traktId, titleId, season }: LibraryRow): TitleAt {
  if (kind === 'episode') return { kind, id: traktId, showId: titleId, season };
  if (kind === 'season' && season !== null) return { kind, showId: titleId, season };
  return { kind: kind === 'movie' ? kind : 'show', id: titleId };
}

const namesOf = ({
  title,
  originalTitle,
  country,
}: NonNullable<LibraryRow['title']>): KnownTitle['names'] => ({
  zh: country === 'cn' ? originalTitle : null,
  ja: country === 'jp' ? originalTitle : null,
  en: title,
});

/** Plays that wait for a person. */
export function parkedPart({
  kind,
  titleId,
  season,
  title,
  year,
  parked,
  firstAt,
  lastAt,
}: ParkedTitle): TitlePart {
  return {
    at:
      kind === 'movie' || season === null || season === 0
        ? { kind, id: titleId }
        : { kind: 'season', showId: titleId, season },
    facts: {
      ...nothingKnown,
      names: { ...nothingKnown.names, en: title },
      year,
      progress: { watched: 0, total: null, parked },
      addedAt: firstAt,
      watchedAt: lastAt,
    },
  };
}
