import pg from 'pg';

export interface Rows {
  readonly plays: number;
  readonly userId?: string | undefined;
}

/** A person with so many plays; enough of them that a backup takes its time. */
export async function plantPlays(url: string, { plays, userId = 'u_1' }: Rows): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`INSERT INTO users (id, name, name_key) VALUES ($1, 'ann', $1)`, [userId]);
    await client.query(
      `INSERT INTO plays (user_id, source, source_ref, media_type, trakt_item_id, watched_at_given, action)
       SELECT $1, 'trakt', n::text, 'episode', n, '2026-11-30T00:00:00.000Z', 'watch' FROM generate_series(1, $2::int) AS n`,
      [userId, plays],
    );
  } finally {
    await client.end();
  }
}

/** How many there are; undefined where there are no tables. */
export async function countPlays(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('plays') IS NOT NULL AS there`,
    );
    if (rows[0]?.there !== true) return undefined;
    const counted = await client.query<{ count: string }>('SELECT count(*) FROM plays');
    return Number(counted.rows[0]?.count);
  } finally {
    await client.end();
  }
}
