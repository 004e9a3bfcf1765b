import { z } from 'zod';
import { emptySql, sql, type Sql } from '../../../platform/database/index.js';

/** Whose usage, and from when to when. */
export interface UsageWish {
  /** Of one person's keys; absent: everybody's, and of keys of the relay that are nobody's. */
  readonly userId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

/** Sums; `int8` adds up to `numeric`. */
export const sums = sql`sum(u.requests)::int8 AS requests, sum(u.input_tokens)::int8 AS "inputTokens",
  sum(u.output_tokens)::int8 AS "outputTokens", sum(u.cache_creation_tokens)::int8 AS "cacheCreationTokens",
  sum(u.cache_read_tokens)::int8 AS "cacheReadTokens", sum(u.cost_micros)::int8 AS "costMicros"`;

const whole = z.bigint().transform(Number);

export const sumsShape = {
  requests: whole,
  inputTokens: whole,
  outputTokens: whole,
  cacheCreationTokens: whole,
  cacheReadTokens: whole,
  costMicros: whole,
};

/** Rows of `key_usage` as `u`, the API key they belong to as `k`, the relay's key as `r`. */
export const usageFrom = ({ userId, keyId, from, to }: UsageWish): Sql =>
  sql`key_usage u
    LEFT JOIN relay_keys r ON u.source = 'relay' AND r.id = u.key_id
    LEFT JOIN api_keys k ON k.id = CASE u.source WHEN 'relay' THEN r.api_key_id ELSE u.key_id END
    WHERE u.hour >= ${from} AND u.hour < ${to}
      ${userId === undefined ? emptySql : sql`AND k.user_id = ${userId}`}
      ${keyId === undefined ? emptySql : sql`AND k.id = ${keyId}`}`;
