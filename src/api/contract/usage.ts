import { z } from 'zod';
import {
  usageBuckets,
  usageGroups,
  usageSources,
  type RelayKeyView,
  type RelayStanding,
  type UsageChart,
  type UsageSums,
} from '../../areas/usage/index.js';
import { nextCursorSchema } from './page.js';
import { timeQuery, timeSchema, toTime } from './time.js';
import { timeZoneName } from './timing.js';

export const csv = 'text/csv; charset=utf-8';

export const formatQuery = z
  .enum(['json', 'csv'])
  .optional()
  .describe('As a table; `Accept: text/csv` says the same.');

export const whoseQuery = z
  .enum(['own', 'all'])
  .default('own')
  .describe('`all`: everybody’s, for administrators with the scope `admin:usage`.');

export const acceptHeaders = z.object({
  accept: z.string().max(1_000).optional().describe('`text/csv` for a table.'),
});

interface FormatWish {
  readonly query: { readonly format?: 'json' | 'csv' | undefined };
  readonly headers: { readonly accept?: string | undefined };
}

export const wantsCsv = ({ query: { format }, headers: { accept } }: FormatWish): boolean =>
  format === undefined ? /^\s*text\/csv\b/i.test(accept ?? '') : format === 'csv';

const dayMs = 86_400_000;
const usualDays = 7;

export const usageQuery = z.strictObject({
  from: timeQuery.optional().describe('Seven days before `to`, unless said.'),
  to: timeQuery.optional().describe('Not included; now, unless said.'),
  bucket: z.enum(usageBuckets).default('hour'),
  time_zone: timeZoneName.default('UTC').describe('IANA name of the zone days begin in.'),
  group_by: z
    .enum(usageGroups)
    .default('key')
    .describe('`none`: one series for all. Requests of our own API have no model.'),
  format: formatQuery,
});

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

interface SpanWish {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export function toSpan(wish: SpanWish, now: Date): Span {
  const to = wish.to ?? now;
  return { to, from: wish.from ?? new Date(to.getTime() - usualDays * dayMs) };
}

const count = z.int().min(0);
const sumsShape = {
  requests: count,
  input_tokens: count,
  output_tokens: count,
  cache_creation_tokens: count,
  cache_read_tokens: count,
  cost_usd: z.number().min(0).describe('US dollars, as the relay charges them.'),
};
const source = z
  .enum(usageSources)
  .describe('`watchflow`: requests of this API. `relay`: what the relay service says.');

export const usageSchema = z
  .object({
    from: timeSchema,
    to: timeSchema,
    bucket: z.enum(usageBuckets),
    time_zone: z.string(),
    group_by: z.enum(usageGroups),
    series: z.array(
      z.object({
        source,
        key_id: z.string().nullable(),
        relay_key_id: z.string().nullable(),
        name: z.string().nullable().describe('Of the key.'),
        model: z.string().nullable(),
        totals: z.object(sumsShape),
        points: z
          .array(z.object({ at: timeSchema, ...sumsShape }))
          .describe('Oldest first; buckets without use are left out.'),
      }),
    ),
    totals: z.array(z.object({ source, ...sumsShape })),
    relay_read_at: timeSchema.nullable().describe('When all of the relay was last read.'),
    stale_since: timeSchema
      .nullable()
      .describe('Set while the relay cannot be read: as of when its numbers are, at the latest.'),
  })
  .meta({ id: 'Usage' });

const exampleSums = {
  requests: 12,
  input_tokens: 48_211,
  output_tokens: 9_120,
  cache_creation_tokens: 0,
  cache_read_tokens: 120_000,
  cost_usd: 0.321,
};

export const usageExample: z.infer<typeof usageSchema> = {
  from: '2026-11-22T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  bucket: 'hour',
  time_zone: 'UTC',
  group_by: 'model',
  series: [
    {
      source: 'relay',
      key_id: null,
      relay_key_id: null,
      name: null,
      model: 'claude-sonnet-4-5',
      totals: exampleSums,
      points: [{ at: '2026-11-22T09:00:00.000Z', ...exampleSums }],
    },
  ],
  totals: [{ source: 'relay', ...exampleSums }],
  relay_read_at: '2026-11-22T23:00:04.120Z',
  stale_since: null,
};

const toSums = (sums: UsageSums) => ({
  requests: sums.requests,
  input_tokens: sums.inputTokens,
  output_tokens: sums.outputTokens,
  cache_creation_tokens: sums.cacheCreationTokens,
  cache_read_tokens: sums.cacheReadTokens,
  cost_usd: sums.costMicros / 1_000_000,
});

interface Shown {
  readonly chart: UsageChart;
  readonly standing: RelayStanding;
  readonly wish: Span & Pick<z.output<typeof usageQuery>, 'bucket' | 'group_by' | 'time_zone'>;
}

export const toUsageBody = ({ chart, standing, wish }: Shown): z.infer<typeof usageSchema> => ({
  from: wish.from.toISOString(),
  to: wish.to.toISOString(),
  bucket: wish.bucket,
  time_zone: wish.time_zone,
  group_by: wish.group_by,
  series: chart.series.map(({ source: of, keyId, relayKeyId, name, model, totals, points }) => ({
    source: of,
    key_id: keyId,
    relay_key_id: relayKeyId,
    name,
    model,
    totals: toSums(totals),
    points: points.map((point) => ({ at: point.at.toISOString(), ...toSums(point) })),
  })),
  totals: chart.totals.map((total) => ({ source: total.source, ...toSums(total) })),
  relay_read_at: toTime(standing.readAt),
  stale_since: toTime(standing.staleSince),
});

export const relayKeySchema = z
  .object({
    id: z.string().describe('The relay’s own.'),
    name: z.string(),
    api_key_id: z.string().nullable().describe('Which API key its usage is shown with.'),
    seen_at: timeSchema.describe('When it was last among the keys of the relay.'),
    read_at: timeSchema.nullable().describe('As of when its numbers are.'),
  })
  .meta({ id: 'RelayKey' });

export const relayKeyExample: z.infer<typeof relayKeySchema> = {
  id: '3b1f6c1e-5f0a-4d4f-9f53-0f3a2b1c4d5e',
  name: 'team',
  api_key_id: null,
  seen_at: '2026-11-22T23:00:01.000Z',
  read_at: '2026-11-22T23:00:02.000Z',
};

export const toRelayKeyBody = (key: RelayKeyView): z.infer<typeof relayKeySchema> => ({
  id: key.id,
  name: key.name,
  api_key_id: key.apiKeyId,
  seen_at: key.seenAt.toISOString(),
  read_at: toTime(key.readAt),
});

export const relayKeyPageSchema = z
  .object({ items: z.array(relayKeySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'RelayKeyPage' });

export const relayKeyParams = z.strictObject({
  relay_key: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'expected an id of the relay’s'),
});

export const assignmentSchema = z
  .strictObject({ api_key_id: z.string().min(1).max(100).nullable().describe('Null: nobody’s.') })
  .meta({ id: 'RelayKeyAssignment' });
