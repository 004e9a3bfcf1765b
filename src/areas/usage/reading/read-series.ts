import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import { sums, sumsShape, usageFrom, type UsageWish } from './usage-rows.js';

export const usageBuckets = ['hour', 'day'] as const;
export const usageGroups = ['key', 'model', 'none'] as const;
export const usageSources = ['watchflow', 'relay'] as const;
export type UsageSource = (typeof usageSources)[number];

export interface SeriesWish extends UsageWish {
  readonly bucket: (typeof usageBuckets)[number];
  /** IANA name: of the days, or of the hours' beginnings. */
  readonly timeZone: string;
  readonly group: (typeof usageGroups)[number];
}

export interface UsageSums {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheCreationTokens: number;
  readonly cacheReadTokens: number;
  readonly costMicros: number;
}

export interface UsagePoint extends UsageSums {
  readonly at: Date;
}

export interface UsageSeries {
  readonly source: UsageSource;
  /** Null where the relay's key is nobody's, or the series is not of one key. */
  readonly keyId: string | null;
  readonly relayKeyId: string | null;
  /** Of the key; null where the series is not of one. */
  readonly name: string | null;
  /** Null where the series is not of one model. */
  readonly model: string | null;
  readonly totals: UsageSums;
  /** Oldest first; a bucket without use is left out. */
  readonly points: readonly UsagePoint[];
}

export interface UsageChart {
  readonly series: readonly UsageSeries[];
  /** Requests of our own and of the relay are not the same thing, so they are not added up. */
  readonly totals: readonly ({ readonly source: UsageSource } & UsageSums)[];
}

/** More than a chart can show. */
const mostPoints = 20_000;

/** Narrow it, or take the file. */
export class TooMuchUsageError extends Error {
  override readonly name = 'TooMuchUsageError';
}

const pointRow = z.object({
  source: z.enum(usageSources),
  keyId: z.string().nullable(),
  relayKeyId: z.string().nullable(),
  name: z.string().nullable(),
  model: z.string().nullable(),
  at: z.date(),
  ...sumsShape,
});
type PointRow = z.output<typeof pointRow>;

/** Throws TooMuchUsageError, InputError for a time zone PostgreSQL does not know. */
export async function readSeries(db: Database, wish: SeriesWish): Promise<UsageChart> {
  await assertZone(db, wish.timeZone);
  const rows = await queryRows(
    db,
    pointRow,
    sql`SELECT u.source, ${groupOf(wish.group)}, date_trunc(${wish.bucket}, u.hour, ${wish.timeZone}) AS at, ${sums}
      FROM ${usageFrom(wish)}
      GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 6, 1, 2, 3, 5 LIMIT ${mostPoints + 1}`,
  );
  if (rows.length > mostPoints)
    throw new TooMuchUsageError(
      `That is more than ${mostPoints} points; ask for days, fewer of them, or the file.`,
    );
  const series = [...groupBy(rows, seriesOf).values()].map(toSeries);
  return {
    series,
    totals: [...groupBy(series, ({ source }) => source)].map(([source, of]) => ({
      source,
      ...addUp(of.map(({ totals }) => totals)),
    })),
  };
}

/** Two lists of zones, Node's and PostgreSQL's, are not always the same. */
async function assertZone(db: Database, timeZone: string): Promise<void> {
  const known = await queryRows(
    db,
    z.object({ name: z.string() }),
    sql`SELECT name FROM pg_timezone_names WHERE lower(name) = lower(${timeZone}) LIMIT 1`,
  );
  if (known.length > 0) return;
  const message = 'expected a time zone that the database knows, such as UTC or Asia/Shanghai';
  throw new InputError('query', [{ place: '/time_zone', message }]);
}

const noKey = sql`NULL::text AS "keyId", NULL::text AS "relayKeyId", NULL::text AS name`;

function groupOf(group: SeriesWish['group']) {
  if (group === 'key')
    return sql`k.id AS "keyId", r.id AS "relayKeyId", coalesce(k.name, r.name) AS name, NULL::text AS model`;
  return group === 'model' ? sql`${noKey}, u.model` : sql`${noKey}, NULL::text AS model`;
}

const seriesOf = ({ source, keyId, relayKeyId, model }: PointRow): string =>
  JSON.stringify([source, keyId, relayKeyId, model]);

function toSeries(rows: readonly PointRow[]): UsageSeries {
  const [{ source, keyId, relayKeyId, name, model }] = rows as readonly [PointRow];
  return {
    ...{ source, keyId, relayKeyId, name, model },
    totals: addUp(rows),
    points: rows.map((row) => ({ at: row.at, ...sumsOf(row) })),
  };
}

const sumsOf = (row: UsageSums): UsageSums => ({
  requests: row.requests,
  inputTokens: row.inputTokens,
  outputTokens: row.outputTokens,
  cacheCreationTokens: row.cacheCreationTokens,
  cacheReadTokens: row.cacheReadTokens,
  costMicros: row.costMicros,
});

const nothing: UsageSums = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheCreationTokens: 0,
  cacheReadTokens: 0,
  costMicros: 0,
};

const addUp = (all: readonly UsageSums[]): UsageSums =>
  all.reduce<UsageSums>(
    (sum, one) => ({
      requests: sum.requests + one.requests,
      inputTokens: sum.inputTokens + one.inputTokens,
      outputTokens: sum.outputTokens + one.outputTokens,
      cacheCreationTokens: sum.cacheCreationTokens + one.cacheCreationTokens,
      cacheReadTokens: sum.cacheReadTokens + one.cacheReadTokens,
      costMicros: sum.costMicros + one.costMicros,
    }),
    nothing,
  );
