import pg from 'pg';

export interface LedgerRow {
  readonly item: string;
  readonly state: string;
  readonly episodeId: number | null;
}

/** The person's plays as the database has them. */
export const readLedger = (databaseUrl: string, userId: string): Promise<LedgerRow[]> =>
  query(
    databaseUrl,
    `SELECT media_type || trakt_item_id AS item, state, episode_id AS "episodeId" FROM plays WHERE user_id = $1`,
    [userId],
  );

/** What the database says of a run; undefined when it does not know it, or does not answer. */
export async function readRunStatus(
  databaseUrl: string,
  runId: string,
): Promise<string | undefined> {
  const sql = 'SELECT status FROM sync_runs WHERE id = $1::uuid';
  const rows = await query<{ status: string }>(databaseUrl, sql, [runId]).catch(() => []);
  return rows[0]?.status;
}

/** A connection each time, for the server may have been killed since. */
async function query<Row extends pg.QueryResultRow>(
  connectionString: string,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
