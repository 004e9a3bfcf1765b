import { z } from 'zod';
import {
  auditBuckets,
  mostNamed,
  type AuditBucket,
  type AuditStats,
} from '../../../areas/audit/index.js';
import { timeSchema } from '../time.js';
import { timeZoneName } from '../timing.js';
import { auditFilterQuery } from './filter.js';

const dayMs = 86_400_000;

/** Days asked for unless told otherwise, and at most. */
const usualDays: Readonly<Record<AuditBucket, number>> = { hour: 2, day: 30, week: 182 };
const mostDays: Readonly<Record<AuditBucket, number>> = { hour: 62, day: 731, week: 3_660 };

export const auditStatsQuery = z.strictObject({
  ...auditFilterQuery,
  bucket: z.enum(auditBuckets).default('day').describe('Weeks begin on Mondays.'),
  time_zone: timeZoneName.default('UTC').describe('Where hours, days and weeks begin.'),
});

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Undefined where it is longer than its buckets allow. */
export function toSpan(
  { from, to, bucket }: z.output<typeof auditStatsQuery>,
  now: Date,
): Span | undefined {
  const until = to ?? now;
  const since = from ?? new Date(Math.max(until.getTime() - usualDays[bucket] * dayMs, -62e12));
  const days = (until.getTime() - since.getTime()) / dayMs;
  return days > mostDays[bucket] ? undefined : { from: since, to: until };
}

export const tooLong = (bucket: AuditBucket): string =>
  `by ${bucket} at most ${mostDays[bucket]} days are counted`;

const count = z.int().min(0);

export const auditStatsSchema = z
  .object({
    from: timeSchema,
    to: timeSchema,
    total: count,
    outcomes: z.object({ done: count, refused: count, failed: count }),
    actions: z
      .array(z.object({ action: z.string(), count, refused: count, failed: count }))
      .describe(`The most frequent ${mostNamed}.`),
    actors: z
      .array(z.object({ kind: z.string(), id: z.string().nullable(), count }))
      .describe(`Likewise.`),
    buckets: z
      .array(z.object({ start: timeSchema, count }))
      .describe('Those without a record are left out.'),
  })
  .meta({ id: 'AuditStats' });

export const auditStatsExample: z.infer<typeof auditStatsSchema> = {
  from: '2026-10-23T09:00:00.000Z',
  to: '2026-11-22T09:00:00.000Z',
  total: 3,
  outcomes: { done: 2, refused: 1, failed: 0 },
  actions: [
    { action: 'session.created', count: 2, refused: 0, failed: 0 },
    { action: 'settings.changed', count: 1, refused: 1, failed: 0 },
  ],
  actors: [{ kind: 'user', id: 'u_0f3b5a9c1d2e4f60', count: 3 }],
  buckets: [{ start: '2026-11-21T16:00:00.000Z', count: 3 }],
};

export const toAuditStatsBody = (
  { total, done, refused, failed, actions, actors, buckets }: AuditStats,
  { from, to }: Span,
): z.infer<typeof auditStatsSchema> => ({
  from: from.toISOString(),
  to: to.toISOString(),
  total,
  outcomes: { done, refused, failed },
  actions: [...actions],
  actors: [...actors],
  buckets: buckets.map(({ start, count: one }) => ({ start: start.toISOString(), count: one })),
});
