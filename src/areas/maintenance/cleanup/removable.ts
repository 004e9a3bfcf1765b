import type { Sql } from '../../../platform/database/index.js';
import type { Expired } from '../../accounts/index.js';

/** Rows that are kept no longer; `t` is the table in `where`. */
export interface Removable extends Expired {
  /** Of the count in the job's report. */
  readonly name: string;
  /** Null for what says itself until when it is good. */
  readonly keptDays: number | null;
}

const dayMs = 86_400_000;

/** The time so many days ago; undefined for what is kept for good. */
export function daysBefore(now: Date, days: number): Date;
export function daysBefore(now: Date, days: number | undefined): Date | undefined;
export function daysBefore(now: Date, days: number | undefined): Date | undefined {
  return days === undefined ? undefined : new Date(now.getTime() - days * dayMs);
}

export const aged = (
  name: string,
  table: Sql,
  { days, where }: { readonly days: number; readonly where: Sql },
): Removable => ({ name, table, keptDays: days, where });
