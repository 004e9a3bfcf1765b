import type { KnownTitle } from '../known-title.js';
import type { ParkedTitle } from './ledger-facts.js';
import type { LibraryRow } from './library-facts.js';
import { typeOf } from './subject-part.js';
import { nothingKnown, type TitleAt, type TitlePart } from './title-part.js';

/** A rating, or a place on the watchlist or in the collection. */
export function libraryPart(row: LibraryRow): TitlePart {
  const { part, kind, rating, at, title } = row;
  const isWhole = kind === 'movie' || kind === 'show';
  return {
    at: placeOf(row),
    facts: {
      ...nothingKnown,
      names: namesOf(title),
      type: typeOf(title?.genres ?? []),
      year: isWhole ? (title?.year ?? null) : null,
      rates: {
        trakt: part === 'ratings' && rating !== null ? { rating, at } : null,
        bangumi: null,
      },
      genres: title?.genres ?? [],
      country: title?.country?.toLowerCase() ?? null,
      addedAt: at,
    },
  };
}

function placeOf({ kind, traktId, titleId, season }: LibraryRow): TitleAt {
  if (kind === 'episode') return { kind, id: traktId, showId: titleId, season };
  if (kind === 'season' && season !== null) return { kind, showId: titleId, season };
  return { kind: kind === 'movie' ? kind : 'show', id: titleId };
}

function namesOf(title: LibraryRow['title']): KnownTitle['names'] {
  if (title === null) return nothingKnown.names;
  const original = title.originalTitle;
  return {
    zh: title.country === 'cn' ? original : null,
    ja: title.country === 'jp' ? original : null,
    en: title.title,
  };
}

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
