import { sql, unnestRows, type Database } from '../../../platform/database/index.js';
import type { RelayUsage } from '../../../upstream/relay/index.js';
import type { RelayDay } from './relay-days.js';

const columns = {
  model: 'text',
  requests: 'int8',
  input_tokens: 'int8',
  output_tokens: 'int8',
  cache_creation_tokens: 'int8',
  cache_read_tokens: 'int8',
  cost_micros: 'int8',
} as const;

/**
 * Takes in what a key used on a day so far. The relay tells sums of days, by model: the hour of the reading is given what
 * the other hours of the day do not hold, so that they always add up to what the relay said last. A sum below what they
 * hold is a correction that nobody can say the hour of: it takes the place of the whole day. Safe to repeat.
 */
export async function takeInDay(
  db: Database,
  { keyId, day }: { readonly keyId: string; readonly day: RelayDay },
  usage: readonly RelayUsage[],
): Promise<number> {
  if (usage.length === 0) return 0;
  const given = unnestRows(columns, usage.map(toRow));
  const ofDay = sql`u.source = 'relay' AND u.key_id = ${keyId} AND u.hour >= ${day.start} AND u.hour < ${day.end}`;
  return db.$transaction(async (tx) => {
    // Two who read at once would each give the hour what is lacking.
    await tx.$executeRaw`SELECT FROM relay_keys WHERE id = ${keyId} FOR UPDATE`;
    await tx.$executeRaw`DELETE FROM key_usage u WHERE ${ofDay} AND u.hour = ${day.hour}
      AND u.model IN (SELECT model FROM ${given} AS g)`;
    await tx.$executeRaw`DELETE FROM key_usage u USING (
        SELECT g.model FROM ${given} AS g JOIN key_usage u ON u.model = g.model AND ${ofDay}
        GROUP BY g.model, g.requests, g.input_tokens, g.output_tokens, g.cache_creation_tokens, g.cache_read_tokens, g.cost_micros
        HAVING sum(u.requests) > g.requests OR sum(u.input_tokens) > g.input_tokens OR sum(u.output_tokens) > g.output_tokens
          OR sum(u.cache_creation_tokens) > g.cache_creation_tokens OR sum(u.cache_read_tokens) > g.cache_read_tokens
          OR sum(u.cost_micros) > g.cost_micros
      ) AS corrected WHERE ${ofDay} AND u.model = corrected.model`;
    return tx.$executeRaw`INSERT INTO key_usage (source, key_id, hour, model, requests, input_tokens, output_tokens,
        cache_creation_tokens, cache_read_tokens, cost_micros)
      SELECT 'relay', ${keyId}, ${day.hour}, lacking.* FROM (
        SELECT g.model, g.requests - coalesce(sum(u.requests), 0) AS requests,
          g.input_tokens - coalesce(sum(u.input_tokens), 0) AS input_tokens,
          g.output_tokens - coalesce(sum(u.output_tokens), 0) AS output_tokens,
          g.cache_creation_tokens - coalesce(sum(u.cache_creation_tokens), 0) AS cache_creation_tokens,
          g.cache_read_tokens - coalesce(sum(u.cache_read_tokens), 0) AS cache_read_tokens,
          g.cost_micros - coalesce(sum(u.cost_micros), 0) AS cost_micros
        FROM ${given} AS g LEFT JOIN key_usage u ON u.model = g.model AND ${ofDay}
        GROUP BY g.model, g.requests, g.input_tokens, g.output_tokens, g.cache_creation_tokens, g.cache_read_tokens, g.cost_micros
      ) AS lacking
      WHERE requests > 0 OR input_tokens > 0 OR output_tokens > 0 OR cache_creation_tokens > 0 OR cache_read_tokens > 0
        OR cost_micros > 0`;
  });
}

const toRow = (usage: RelayUsage) => ({
  model: usage.model,
  requests: usage.requests,
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  cache_creation_tokens: usage.cacheCreationTokens,
  cache_read_tokens: usage.cacheReadTokens,
  cost_micros: Math.round(usage.cost * 1_000_000),
});
