import pg from 'pg';
import type { Migration } from './read-migrations.js';
import { readMigrations } from './read-migrations.js';

export interface MigrationSession {
  /** One connection, in a transaction. A statement that fails ends both. */
  readonly pool: pg.Pool;
  readonly migrations: readonly Migration[];
}

export interface MigrationPlace {
  readonly url: string;
  readonly migrationsDir: string;
}

/** Any number; the same for every watchflow, so that starters wait for each other. */
const advisoryLock = 7_761_746;

/**
 * Runs `work` in one transaction on one connection, one starter at a time, and commits it. Whatever happens – a wrong
 * script, a killed process – the database holds all of it or none: no migration is ever half-applied by us.
 */
export async function withMigrationSession<T>(
  { url, migrationsDir }: MigrationPlace,
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  const migrations = await readMigrations(migrationsDir);
  const pool = oneConnection(url);
  try {
    const connection = await lock(pool);
    const result = await work({ pool, migrations });
    if ((await lock(pool)) !== connection) {
      throw new Error(
        'The database connection was lost during the migration; nothing was changed.',
      );
    }
    await pool.query('COMMIT');
    return result;
  } finally {
    await pool.end(); // ends an open transaction and every lock with it
  }
}

function oneConnection(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 10_000,
    application_name: 'watchflow migrate',
    // A connection that replaces a lost one begins its own transaction, which the check before COMMIT then gives up.
    verify: (client, done) => {
      client.query('BEGIN').then(() => {
        done();
      }, done);
    },
  });
  pool.on('error', () => undefined); // a lost connection shows in the next statement
  return pool;
}

/** Waits for the lock (again at once when it is ours) and says which connection holds it. */
async function lock(pool: pg.Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ pid: number }>(
    `SELECT pg_backend_pid() AS pid FROM pg_advisory_xact_lock(${advisoryLock})`,
  );
  return rows[0]?.pid;
}
