import { sql, type Database, type Sql } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { repeatableMs } from './repeats.js';

export interface TidyDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Longest pause between two requests of a session. */
  readonly idleMs: number;
}

/** Rows of a table that only take room: none of them is taken any more anyway. */
export interface Expired {
  readonly table: Sql;
  readonly where: Sql;
}

export type ExpiredKind = 'sessions' | 'setupLinks' | 'signInCounts' | 'repeatableAnswers';

/** What has expired by now. */
export function expiredBy(now: Date, idleMs: number): Readonly<Record<ExpiredKind, Expired>> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return {
    sessions: {
      table: sql`sessions`,
      where: sql`(expires_at <= ${now} OR last_seen_at <= ${before(idleMs)})`,
    },
    setupLinks: { table: sql`setup_links`, where: sql`expires_at <= ${now}` },
    signInCounts: { table: sql`sign_in_counts`, where: sql`expire <= ${now}` },
    repeatableAnswers: {
      table: sql`idempotent_answers`,
      where: sql`created_at <= ${before(repeatableMs)}`,
    },
  };
}

/** Removes all of it. */
export async function tidy({ db, clock, idleMs }: TidyDeps): Promise<void> {
  for (const { table, where } of Object.values(expiredBy(clock.now(), idleMs)))
    await db.$executeRaw(sql`DELETE FROM ${table} WHERE ${where}`);
}
