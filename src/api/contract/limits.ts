import { z } from 'zod';
import { mostRequests, type Limits } from '../../areas/accounts/index.js';
import type { LimitsStanding } from '../../areas/usage/index.js';
import { timeSchema } from './time.js';

const limitOf = (max: number) => z.int().min(1).max(max).nullable();
const limitsShape = {
  per_minute: limitOf(mostRequests.perMinute).describe(
    'Requests in a minute; null: as configured for all.',
  ),
  per_day: limitOf(mostRequests.perDay).describe('In a day (UTC).'),
  per_month: limitOf(mostRequests.perMonth).describe('In a month (UTC).'),
};

export const limitsSchema = z.object(limitsShape);

/** What is left out stays. */
export const limitsWish = z.strictObject(limitsShape).partial();

export const toLimitsBody = (limits: Limits): z.infer<typeof limitsSchema> => ({
  per_minute: limits.perMinute,
  per_day: limits.perDay,
  per_month: limits.perMonth,
});

/** Limits by the names of the area. */
export const toLimits = (wish: z.infer<typeof limitsWish> | undefined) =>
  wish && { perMinute: wish.per_minute, perDay: wish.per_day, perMonth: wish.per_month };

/** Limits as requests are counted by. */
export const toRequestLimits = (limits: Limits) => ({
  minute: limits.perMinute ?? undefined,
  day: limits.perDay ?? undefined,
  month: limits.perMonth ?? undefined,
});

const usedSchema = z.object({
  used: z.int().min(0),
  limit: z.int().nullable().describe('That holds, whoever set it; null: no end.'),
  resets_at: timeSchema.describe('When the next period begins.'),
});

export const limitsStandingSchema = z
  .object({ minute: usedSchema, day: usedSchema, month: usedSchema })
  .meta({ id: 'LimitsStanding' });

export const limitsStandingExample: z.infer<typeof limitsStandingSchema> = {
  minute: { used: 3, limit: 600, resets_at: '2026-11-22T09:01:00.000Z' },
  day: { used: 812, limit: 10_000, resets_at: '2026-11-23T00:00:00.000Z' },
  month: { used: 40_211, limit: null, resets_at: '2026-12-01T00:00:00.000Z' },
};

export function toStandingBody(standing: LimitsStanding): z.infer<typeof limitsStandingSchema> {
  const used = ({ used, limit, until }: LimitsStanding['minute']) => ({
    used,
    limit: limit ?? null,
    resets_at: until.toISOString(),
  });
  const { minute, day, month } = standing;
  return { minute: used(minute), day: used(day), month: used(month) };
}
