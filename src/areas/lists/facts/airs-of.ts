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
export function airsOf(airing: Airing): KnownTitle['airs'] {
  const begin = dayOfDate(airing.date) ?? airing.listed?.begin ?? null;
  if (begin === null) return { from: null, to: null };
  const to = endOf(airing, begin) ?? (isStillOpen(airing, begin) ? 'open' : null);
  return { from: dateOfDay(begin), to };
}

function endOf({ eps, listed, table }: Airing, begin: number): string | null {
  const end = listed?.end ?? null;
  if (end !== null) return dateOfDay(end);
  if (eps === 1) return dateOfDay(begin);
  return table !== undefined && eps > 0 && table.rows >= eps ? table.lastDay : null;
}

/** It has a beginning in bangumi-data and no end, and is not overdue. */
function isStillOpen({ eps, listed, now }: Airing, begin: number): boolean {
  if ((listed?.begin ?? null) === null) return false;
  const today = dayInJapan(now.toISOString()) ?? begin;
  return eps === 0 || today <= begin + eps * weekly + slack;
}
