import { sql, type Sql } from '../../../platform/database/index.js';
import type { RequestsUsed } from '../run.js';

/** A column: the upstream requests of a run or dry run, `service METHOD /path` → how many. */
export const countsByEndpoint = (id: Sql): Sql =>
  sql`coalesce((SELECT jsonb_object_agg(service || ' ' || endpoint, count) FROM run_requests q WHERE q.run_id = ${id}), '{}')`;

export const toRequests = (byEndpoint: RequestsUsed['byEndpoint']): RequestsUsed => ({
  trakt: sumOf(byEndpoint, 'trakt'),
  bangumi: sumOf(byEndpoint, 'bangumi'),
  byEndpoint,
});

const sumOf = (byEndpoint: RequestsUsed['byEndpoint'], service: string): number =>
  Object.entries(byEndpoint).reduce(
    (sum, [key, count]) => (key.startsWith(`${service} `) ? sum + count : sum),
    0,
  );
