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

interface DateVerdict {
  readonly kind: 'same-day' | 'same-year' | 'unknown' | 'differs';
  readonly evidence: readonly Evidence[];
}

function judgeDate({ date }: JudgedSubject, hint: Hint, found: TraktTitle): DateVerdict {
  const day = dayOfDate(date);
  if (day === null || date === null) return { kind: 'unknown', evidence: [] };
  const begin = dayOfDate(found.begin);
  const evidence = [
    {
      signal: 'air-date',
      detail: `Bangumi's date is ${date}, Trakt's ${found.begin ?? found.year ?? 'not known'}`,
    },
  ];
  const as = (kind: DateVerdict['kind']): DateVerdict => ({ kind, evidence });
  if (isLater(hint)) {
    // Of the show only its beginning is known: what comes later is not before it.
    const isBefore =
      begin === null
        ? found.year !== null && yearOfDay(day) < found.year
        : day < begin - daysAround;
    return as(isBefore ? 'differs' : 'unknown');
  }
  const off = begin === null ? null : Math.abs(day - begin);
  if (off !== null && off <= daysAround) return as('same-day');
  const yearsOff = found.year === null ? null : Math.abs(yearOfDay(day) - found.year);
  if (off === null && yearsOff === null) return as('unknown');
  if ((off ?? 0) > daysToRelease || (off === null && (yearsOff ?? 0) > 1)) return as('differs');
  return as(yearsOff === 0 ? 'same-year' : 'unknown');
}

/** It begins after the show does, or nobody knows where in it. */
const isLater = ({ kind, season, start }: Hint): boolean =>
  kind === 'show' && (season !== 1 || start > 1);
