import { z } from 'zod';
import { queryRows, sql, unnestRows, type Database } from '../../../platform/database/index.js';

/** Requests of a subject – `key:<id>`, `user:<id>` – in one kind of period. */
export interface Count {
  readonly subject: string;
  /** `minute`, `day`, `month`; `records`: the minute of routes that have a count of their own. */
  readonly period: string;
  /** ms. */
  readonly startsAt: number;
  readonly count: number;
}

/** Requests of a key in an hour. */
export interface HourCount {
  readonly keyId: string;
  /** ms. */
  readonly hour: number;
  readonly count: number;
}

/** Where the processes' counts come together. */
export interface CountStore {
  load(subjects: readonly string[]): Promise<readonly Count[]>;
  /** Adds, all or nothing, and answers what all processes have counted of the same subjects and periods. Not safe to repeat. */
  add(counts: readonly Count[], hours: readonly HourCount[]): Promise<readonly Count[]>;
}

const countRow = z
  .object({ subject: z.string(), period: z.string(), startsAt: z.date(), count: z.bigint() })
  .transform((row) => ({ ...row, startsAt: row.startsAt.getTime(), count: Number(row.count) }));

const countColumns = {
  subject: 'text',
  period: 'text',
  starts_at: 'timestamptz',
  count: 'int8',
} as const;

export const createCountStore = ({ db }: { readonly db: Database }): CountStore => ({
  load: (subjects) =>
    queryRows(
      db,
      countRow,
      sql`SELECT subject, period, starts_at AS "startsAt", count FROM request_counts WHERE subject = ANY(${[...subjects]})`,
    ),

  add: (counts, hours) =>
    queryRows(
      db,
      countRow,
      // A period that ended before another began adds nothing to the one after. Locked in one order, two processes never wait for each other.
      sql`WITH hours AS (
          INSERT INTO key_usage AS old (source, key_id, hour, model, requests)
          SELECT 'watchflow', h.key_id, h.hour, '', h.count
          FROM ${unnestRows({ key_id: 'text', hour: 'timestamptz', count: 'int8' }, hours.map(toHourRow))} AS h
          JOIN api_keys k ON k.id = h.key_id ORDER BY h.key_id, h.hour
          ON CONFLICT (source, key_id, hour, model) DO UPDATE SET requests = old.requests + excluded.requests
        )
        INSERT INTO request_counts AS old (subject, period, starts_at, count)
        SELECT * FROM ${unnestRows(countColumns, counts.map(toCountRow))} AS c ORDER BY subject, period, starts_at
        ON CONFLICT (subject, period) DO UPDATE SET
          count = CASE WHEN old.starts_at = excluded.starts_at THEN old.count + excluded.count
            WHEN old.starts_at < excluded.starts_at THEN excluded.count ELSE old.count END,
          starts_at = greatest(old.starts_at, excluded.starts_at)
        RETURNING subject, period, starts_at AS "startsAt", count`,
    ),
});

const toCountRow = ({ subject, period, startsAt, count }: Count) => ({
  subject,
  period,
  starts_at: new Date(startsAt),
  count,
});

const toHourRow = ({ keyId, hour, count }: HourCount) => ({
  key_id: keyId,
  hour: new Date(hour),
  count,
});
