import { dayOfDate, yearOfDay, type FoundSubject } from '../../matching/index.js';
import { nothingSaid, stateOf, type SubjectFacts } from '../collection/collected-subject.js';
import type { KnownTitle } from '../known-title.js';
import { namelessTitle, type TraktTitle } from '../places/trakt-title.js';
import { airsOf } from './airs-of.js';
import type { TableFacts, WatchedSubject } from './ledger-facts.js';
import type { SubjectRow } from './subject-rows.js';
import type { TitleFacts } from './title-part.js';

export interface KnownSubject {
  readonly row: SubjectRow;
  readonly watched: Watched | undefined;
  readonly table: TableFacts | undefined;
  /** As bangumi-data describes it. */
  readonly listed: FoundSubject | null;
  readonly now: Date;
}

/** All that is known of one subject. */
export function subjectPart({
  row,
  watched = unwatched,
  table,
  listed,
  now,
}: KnownSubject): TitleFacts {
  const { subjectId, addedAt, facts: said } = row;
  const facts = said ?? nothingSaid;
  const title = titleOf(row);
  const airs = airsOf({ date: facts.date, eps: facts.eps, listed, table, now });
  const isAnime = said !== null || listed !== null;
  return {
    subjects: [subjectId],
    names: namesOf(facts, title, listed),
    type: isAnime ? 'anime' : typeOf(title.genres),
    year: yearOf(airs.from) ?? title.year,
    airs,
    ...ownWord(row),
    progress: {
      watched: watched.watched,
      total: totalOf(facts.eps, table, watched),
      parked: watched.parked,
    },
    score: facts.score,
    votes: null,
    collectors: facts.collectors,
    tags: facts.tags,
    genres: title.genres,
    country: title.country,
    addedAt: addedAt ?? watched.firstAt,
    watchedAt: watched.lastAt,
  };
}

const unwatched = { watched: 0, isFilm: false, parked: 0, firstAt: null, lastAt: null } as const;
type Watched = Omit<WatchedSubject, 'subjectId'>;

/** As Trakt describes it; nameless where nobody knows where it is. */
function titleOf({ place }: SubjectRow): TraktTitle {
  if (place === null) return namelessTitle(0);
  return place.spot === null ? namelessTitle(0) : place.title;
}

/** Bangumi does not say when a rate was given. */
const ownWord = ({ state, rate }: SubjectRow): Pick<TitleFacts, 'state' | 'rates'> => ({
  state: state === null ? null : stateOf(state),
  rates: { trakt: null, bangumi: rate === null ? null : { rating: rate, at: null } },
});

/** `live-action` where Trakt names genres, and none of drawn things. */
export function typeOf(genres: readonly string[]): KnownTitle['type'] {
  if (genres.length === 0) return null;
  const isDrawn = genres.some((genre) => ['anime', 'animation', 'donghua'].includes(genre));
  return isDrawn ? 'anime' : 'live-action';
}

const chinese: readonly (string | null)[] = ['cn', 'tw', 'hk'];

/** Bangumi's `name` is the original: Chinese for what is from there. */
function namesOf(
  { name, nameCn }: SubjectFacts,
  title: TraktTitle,
  listed: FoundSubject | null,
): KnownTitle['names'] {
  const original = given(name) ?? listed?.names[0] ?? title.originalTitle;
  const isChinese = chinese.includes(title.country);
  return {
    zh: given(nameCn) ?? (isChinese ? original : null),
    ja: isChinese ? null : original,
    en: title.title,
  };
}

const given = (text: string): string | null => (text === '' ? null : text);

function yearOf(date: string | null): number | null {
  const day = dayOfDate(date);
  return day === null ? null : yearOfDay(day);
}

/** What the wiki says there will be, or more where it has more rows; a film is one. */
function totalOf(eps: number, table: TableFacts | undefined, { isFilm }: Watched): number | null {
  const known = Math.max(eps, table?.rows ?? 0);
  if (known > 0) return known;
  return isFilm ? 1 : null;
}
