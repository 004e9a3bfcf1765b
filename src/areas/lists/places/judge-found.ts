import {
  compareTitles,
  dayOfDate,
  parseTitles,
  yearOfDay,
  type Evidence,
} from '../../matching/index.js';
import type { Hint } from './choose-hint.js';
import type { PlaceReason } from './place.js';
import type { TraktTitle } from './trakt-title.js';

/** What is known of a subject that a second signal can be taken from. */
export interface JudgedSubject {
  /** In every language. */
  readonly names: readonly string[];
  /** First broadcast or release, `YYYY-MM-DD`; null where there is no whole date. */
  readonly date: string | null;
}

export type Judgement =
  | { readonly kind: 'agrees'; readonly evidence: readonly Evidence[] }
  /** Neither for nor against it; the season's dates may tell. */
  | { readonly kind: 'open'; readonly reason: PlaceReason; readonly evidence: readonly Evidence[] }
  | {
      readonly kind: 'differs';
      readonly reason: PlaceReason;
      readonly evidence: readonly Evidence[];
    };

/** A premiere is filed under this many days around the broadcast … */
const daysAround = 10;
/** … a film reaches other countries within the year, and festivals show it before. */
const daysToRelease = 400;

/** The second signal: what Trakt has under the id must have the subject's name, or its date; another date is never overruled. */
export function judgeFound(subject: JudgedSubject, hint: Hint, found: TraktTitle): Judgement {
  const title = judgeTitle(subject, found);
  const date = judgeDate(subject, hint, found);
  const evidence = [title.evidence, ...date.evidence];
  if (date.kind === 'differs') return { kind: 'differs', reason: 'date-differs', evidence };
  // One in twelve of its links is wrong: both have to agree.
  if (hint.source === 'bangumi-ext-linker' && !(title.kind === 'same' && date.kind === 'same-day'))
    return { kind: 'open', reason: 'nothing-agrees', evidence };
  if (title.kind === 'same' || title.kind === 'begins' || date.kind === 'same-day')
    return { kind: 'agrees', evidence };
  if (title.kind === 'other') return { kind: 'open', reason: 'title-differs', evidence };
  return date.kind === 'same-year'
    ? { kind: 'agrees', evidence }
    : { kind: 'open', reason: 'nothing-agrees', evidence };
}

const hanOrKana = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** `other` only between names that can be compared: a title in Latin letters says nothing against names in none. */
function judgeTitle({ names }: JudgedSubject, found: TraktTitle) {
  const titles = [found.originalTitle, found.title];
  const { kind, by } = compareTitles(parseTitles(titles), parseTitles(names));
  const isComparable = titles.some((title) => title !== null && hanOrKana.test(title));
  const detail =
    by === null
      ? `Trakt calls it “${found.originalTitle ?? found.title ?? ''}”, Bangumi “${names[0] ?? ''}”`
      : `Trakt's “${by[0]}” is Bangumi's “${by[1]}”`;
  return {
    kind: kind === 'other' && !isComparable ? ('unknown' as const) : kind,
    evidence: { signal: 'title', detail },
  };
}

type DateVerdict = 'same-day' | 'same-year' | 'unknown' | 'differs';

function judgeDate(
  { date }: JudgedSubject,
  hint: Hint,
  found: TraktTitle,
): { readonly kind: DateVerdict; readonly evidence: readonly Evidence[] } {
  const day = dayOfDate(date);
  if (day === null || date === null) return { kind: 'unknown', evidence: [] };
  const detail = `Bangumi's date is ${date}, Trakt's ${found.begin ?? found.year ?? 'not known'}`;
  return {
    kind: isLater(hint) ? judgeLater(day, found) : judgeBegin(day, found),
    evidence: [{ signal: 'air-date', detail }],
  };
}

/** Of a show only its beginning is known: what comes later is not before it. */
function judgeLater(day: number, { begin: date, year }: TraktTitle): DateVerdict {
  const begin = dayOfDate(date);
  const isBefore =
    begin === null ? year !== null && yearOfDay(day) < year : day < begin - daysAround;
  return isBefore ? 'differs' : 'unknown';
}

function judgeBegin(day: number, { begin: date, year }: TraktTitle): DateVerdict {
  const begin = dayOfDate(date);
  const isSameYear = year === yearOfDay(day);
  if (begin === null) return judgeYear(day, year);
  const off = Math.abs(day - begin);
  if (off <= daysAround) return 'same-day';
  if (off > daysToRelease) return 'differs';
  return isSameYear ? 'same-year' : 'unknown';
}

function judgeYear(day: number, year: number | null): DateVerdict {
  if (year === null) return 'unknown';
  const off = Math.abs(yearOfDay(day) - year);
  if (off > 1) return 'differs';
  return off === 0 ? 'same-year' : 'unknown';
}

/** It begins after the show does, or nobody knows where in it. */
const isLater = ({ kind, season, start }: Hint): boolean =>
  kind === 'show' && (season !== 1 || start > 1);
