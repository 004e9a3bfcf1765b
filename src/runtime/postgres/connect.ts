import pg from 'pg';
import { messageOf } from '../../platform/lib/errors.js';
import { hasCode } from '../process/has-code.js';

/** Does the server take work? `false` while it starts; throws when it answers and refuses (wrong password, wrong server). */
export async function isAnswering(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    if (isStarting(error)) return false;
    throw error;
  }
}

// 57P03: the server is starting up; socket faults: it does not listen yet, or stopped while we asked.
const passing = ['57P03', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'];

const isStarting = (error: unknown): boolean =>
  hasCode(error, ...passing) || /terminated unexpectedly|timeout expired/i.test(messageOf(error));

/** Makes the database unless it is there. */
export async function createDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while idle is reported here too; the pending call already fails by it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
