import { dateOfDay, dayInJapan, dayOfDate, type FoundSubject } from '../../matching/index.js';
import type { KnownTitle } from '../known-title.js';

export interface Airing {
  /** Of the collection, `YYYY-MM-DD`; or less than that, or null. */
  readonly date: string | null;
  /** 0: not known. */
  readonly eps: number;
  /** As bangumi-data has it. */
  readonly listed: FoundSubject | null;
  readonly table: { readonly rows: number; readonly lastDay: string | null } | undefined;
  readonly now: Date;
}

const weekly = 7;
/** Breaks of a run; what bangumi-data gives no end for longer than that is forgotten there, not running. */
const slack = 60;

/** When a subject was on the air: by bangumi-data's end, by the last row of a complete table, else a film's one day. */
export function airsOf({ date, eps, listed, table, now }: Airing): KnownTitle['airs'] {
  const begin = dayOfDate(date) ?? listed?.begin ?? null;
  if (begin === null) return { from: null, to: null };
  const from = dateOfDay(begin);
  if (listed !== null && listed.end !== null) return { from, to: dateOfDay(listed.end) };
  if (eps === 1) return { from, to: from };
  if (table !== undefined && eps > 0 && table.rows >= eps && table.lastDay !== null)
    return { from, to: table.lastDay };
  return { from, to: isStillOpen({ begin, eps, listed, now }) ? 'open' : null };
}

interface Running extends Pick<Airing, 'eps' | 'listed' | 'now'> {
  readonly begin: number;
}

/** It has a beginning in bangumi-data and no end, and is not overdue. */
function isStillOpen({ begin, eps, listed, now }: Running): boolean {
  if (listed?.begin === null || listed?.begin === undefined) return false;
  const today = dayInJapan(now.toISOString()) ?? 0;
  return eps === 0 || today <= begin + eps * weekly + slack;
}
