import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { MigrationError } from './migration-error.js';
import { readMigrations } from './read-migrations.js';
import { openSchemaEngine } from './schema-engine.js';

/** Nothing of the database is outside our filter. */
export const noFilter = { externalTables: [], externalEnums: [] };

export interface MigrationSession {
  readonly engine: SchemaEngine;
  readonly migrations: MigrationList;
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
    const result = await runInEngine({ pool, migrations }, work);
    if ((await lock(pool)) !== connection)
      throw new Error('The database connection was lost during the migration.');
    await pool.query('COMMIT');
    return result;
  } finally {
    await pool.end(); // ends an open transaction and every lock with it
  }
}

async function runInEngine<T>(
  { pool, migrations }: { pool: pg.Pool; migrations: MigrationList },
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  let fault: MigrationError | undefined;
  const runScript = async (script: string): Promise<void> => {
    try {
      await pool.query(script);
    } catch (cause) {
      fault = new MigrationError('failed', nameOf(migrations, script), { cause });
      throw fault;
    }
  };
  const engine = await openSchemaEngine({ pool, runScript });
  try {
    return await work({ engine, migrations });
  } catch (thrown) {
    // The engine reports what failed afterwards in the aborted transaction; the script's own fault is the cause.
    throw fault ?? thrown;
  } finally {
    engine.free();
  }
}

function oneConnection(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 10_000,
    application_name: 'watchflow migrate',
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

const nameOf = ({ migrationDirectories }: MigrationList, script: string): string =>
  migrationDirectories.find(({ migrationFile: { content } }) => content.value === script)?.path ??
  'unknown';
