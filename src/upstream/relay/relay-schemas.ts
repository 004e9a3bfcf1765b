import { z } from 'zod';
import type { RelayKey, RelayKeyPage, RelayUsage } from './relay-client.js';

const key = z
  .object({ id: z.string().regex(/^[\x21-\x7e]{1,200}$/), name: z.string().nullish() })
  .transform(({ id, name }): RelayKey => ({ id, name: (name ?? '').slice(0, 200) }));

/** Releases before the pages answered all keys at once. */
export const keyPageSchema: z.ZodType<RelayKeyPage> = z
  .object({
    success: z.literal(true),
    data: z.union([
      z.array(key).transform((keys) => ({ keys, pages: 1 })),
      z
        .object({ items: z.array(key), pagination: z.object({ totalPages: z.int().min(0) }) })
        .transform(({ items: keys, pagination }) => ({ keys, pages: pagination.totalPages })),
    ]),
  })
  .transform(({ data }) => data);

const count = z.int().min(0).default(0);

const usage = z
  .object({
    model: z.string().min(1).max(200),
    requests: count,
    inputTokens: count,
    outputTokens: count,
    cacheCreateTokens: count,
    cacheReadTokens: count,
    costs: z.object({ total: z.number().min(0).nullish() }).nullish(),
  })
  .transform((row): RelayUsage => ({
    model: row.model,
    requests: row.requests,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheCreationTokens: row.cacheCreateTokens,
    cacheReadTokens: row.cacheReadTokens,
    cost: row.costs?.total ?? 0,
  }));

/** Where a day has nothing by model, the relay offers the sum of the whole life of the key under this name: that is not of the day. */
const wholeLife = '总体使用 (历史数据)';

export const usageSchema: z.ZodType<readonly RelayUsage[]> = z
  .object({ success: z.literal(true), data: z.array(usage) })
  .transform(({ data }) => data.filter(({ model }) => model !== wholeLife));

/** The token of a session just opened. */
export const loginSchema: z.ZodType<string> = z
  .object({ success: z.literal(true), token: z.string().min(1) })
  .transform(({ token }) => token);
