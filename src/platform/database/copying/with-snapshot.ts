import pg from 'pg';
import { exactText, type CopySession } from './copy-session.js';

/** Everything `work` reads is of one moment, however long it takes; nobody is kept from writing meanwhile. */
export async function withSnapshot<T>(
  url: string,
  work: (session: CopySession) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'watchflow backup',
  });
  client.on('error', () => undefined); // a lost connection shows in the next statement
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(exactText);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
