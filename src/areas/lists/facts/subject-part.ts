import { dayOfDate, yearOfDay, type FoundSubject } from '../../matching/index.js';
import { stateOf } from '../collection/collected-subject.js';
import type { KnownTitle } from '../known-title.js';
import type { TraktTitle } from '../places/trakt-title.js';
import { airsOf } from './airs-of.js';
import type { TableFacts, WatchedSubject } from './ledger-facts.js';
import type { SubjectRow } from './subject-rows.js';
import type { TitleFacts } from './title-part.js';

export interface KnownSubject {
  readonly row: SubjectRow;
  readonly watched: WatchedSubject | undefined;
  readonly table: TableFacts | undefined;
  /** As bangumi-data describes it. */
  readonly listed: FoundSubject | null;
  readonly now: Date;
}

/** All that is known of one subject. */
export function subjectPart({ row, watched, table, listed, now }: KnownSubject): TitleFacts {
  const { subjectId, state, rate, addedAt, facts, place } = row;
  const title = place === null || place.spot === null ? null : place.title;
  const eps = facts?.eps ?? 0;
  const airs = airsOf({ date: facts?.date ?? null, eps, listed, table, now });
  return {
    subjects: [subjectId],
    names: namesOf(row, title, listed),
    type: facts !== null || listed !== null ? 'anime' : typeOf(title?.genres ?? []),
    year: yearOf(airs.from) ?? title?.year ?? null,
    airs,
    state: state === null ? null : stateOf(state),
    progress: {
      watched: watched?.watched ?? 0,
      total: totalOf(eps, table, watched),
      parked: watched?.parked ?? 0,
    },
    // Bangumi does not say when a rate was given.
    rates: { trakt: null, bangumi: rate === null ? null : { rating: rate, at: null } },
    score: facts?.score ?? null,
    votes: null,
    collectors: facts?.collectors ?? null,
    tags: facts?.tags ?? [],
    genres: title?.genres ?? [],
    country: title?.country ?? null,
    addedAt: addedAt ?? watched?.firstAt ?? null,
    watchedAt: watched?.lastAt ?? null,
  };
}

/** `live-action` where Trakt names genres, and none of drawn things. */
export function typeOf(genres: readonly string[]): KnownTitle['type'] {
  if (genres.length === 0) return null;
  const isDrawn = genres.some((genre) => ['anime', 'animation', 'donghua'].includes(genre));
  return isDrawn ? 'anime' : 'live-action';
}

const chinese: readonly (string | null | undefined)[] = ['cn', 'tw', 'hk'];

/** Bangumi's `name` is the original: Chinese for what is from there. */
function namesOf(
  { facts }: SubjectRow,
  title: TraktTitle | null,
  listed: FoundSubject | null,
): KnownTitle['names'] {
  const original = given(facts?.name) ?? listed?.names[0] ?? title?.originalTitle ?? null;
  const isChinese = chinese.includes(title?.country);
  return {
    zh: given(facts?.nameCn) ?? (isChinese ? original : null),
    ja: isChinese ? null : original,
    en: title?.title ?? null,
  };
}

const given = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : text;

function yearOf(date: string | null): number | null {
  const day = dayOfDate(date);
  return day === null ? null : yearOfDay(day);
}

/** What the wiki says there will be, or more where it has more rows; a film is one. */
function totalOf(
  eps: number,
  table: TableFacts | undefined,
  watched: WatchedSubject | undefined,
): number | null {
  const known = Math.max(eps, table?.rows ?? 0);
  if (known > 0) return known;
  return watched?.isFilm === true ? 1 : null;
}
