import type { Day } from '../calendar-day.js';
import { dateOfDay } from '../calendar-day.js';
import { weekly } from '../deciding/place.js';
import type { Evidence } from '../decision.js';
import type { FoundSubject } from '../subject.js';

/** A subject worth a look, and what led to it. */
export interface Lead {
  readonly found: FoundSubject;
  /**
   * `same`: the title is; `sequel`: in the line of sequels of one that is; `listed`: a list of ids leads to it; `begins`: only
   * begins like the title, which proves nothing yet.
   */
  readonly link: 'same' | 'sequel' | 'listed' | 'begins';
  /** The season its names count, 1 for the first of that title; null when that says nothing. */
  readonly season: number | null;
  /** The cour or part its names count. */
  readonly part: number | null;
  /** The number of its first episode, where a list of ids says so. */
  readonly start?: number | null;
  readonly evidence: readonly Evidence[];
}

export const isStrong = ({ link }: Lead) => link !== 'begins';

const daysBeforeBegin = 3;
const daysAfterEnd = 21;
/** The break between two halves of one season may be a year long. */
const pauseWithin = 540;

/** The subject may have been on the air that day, for all that is known of it. */
export function mayRunOn({ found: { begin, end, eps } }: Lead, day: Day): boolean {
  if (begin !== null && begin - daysBeforeBegin > day) return false;
  if (end !== null) return day <= end + daysAfterEnd;
  return begin === null || eps === 0 || day <= begin + eps * weekly + pauseWithin;
}

/** Nearest first broadcast before the day first; those without one last. */
export function byNearestBegin(leads: readonly Lead[]): Lead[] {
  return leads.toSorted((left, right) => {
    const difference = beginOf(right) - beginOf(left);
    return difference === 0 ? left.found.subjectId - right.found.subjectId : difference;
  });
}

const longAgo = -1_000_000;
const beginOf = ({ found }: Lead) => found.begin ?? longAgo;

export function beginEvidence({ found: { subjectId, begin } }: Lead, day: Day): Evidence {
  const since = begin === null ? 'has no date' : `began on ${dateOfDay(begin)}`;
  return {
    signal: 'air-date',
    detail: `first aired on ${dateOfDay(day)} (Japan), subject ${subjectId} ${since}`,
  };
}
