import pg from 'pg';
import { z } from 'zod';
import { messageOf } from '../../lib/errors.js';
import type { Logger } from '../../lib/logger.js';

export interface BulkOptions {
  readonly url: string;
  /** Connections kept at most. */
  readonly connections: number;
  readonly log: Logger;
}

/** A statement written by hand; prepared once per connection under its name. */
export interface BulkStatement<S extends z.ZodType> {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Of a row as the driver gives it: `int8` as text, times as Date. */
  readonly row: S;
}

export interface BulkSession {
  /** @throws ZodError when a row is not what `row` says, and what the driver throws. */
  query<S extends z.ZodType>(statement: BulkStatement<S>): Promise<z.output<S>[]>;
}

/** Connections of their own for what is written in bulk: binary parameters, which the stores' driver does not hand on. */
export interface Bulk {
  /** Commits when `work` is done, takes back when it throws. What was committed is on the disk of the server. */
  transaction<T>(work: (session: BulkSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const seconds = 1000;

// What is answered is promised: a server that is told to answer before it has written is told otherwise here. A server that waits
// for others to write as well is left to it.
const sessionSettings = `SET TIME ZONE 'UTC'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/** Nothing is asked of the server yet. */
export function connectBulk({ url, connections, log }: BulkOptions): Bulk {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10 * seconds,
    idleTimeoutMillis: 60 * seconds,
    application_name: 'watchflow bulk',
    verify: (client, done) => {
      client.query(sessionSettings).then(() => {
        done();
      }, done);
    },
  });
  const onLost = (cause: unknown): void => {
    log.warn({ cause: messageOf(cause) }, 'database connection lost');
  };
  pool.on('error', onLost);
  return {
    async transaction(work) {
      const client = await pool.connect();
      // The pool listens to those that wait in it alone; unheard, the end of a connection would be the end of the process.
      client.on('error', onLost);
      try {
        return await committing(client, work);
      } finally {
        client.off('error', onLost);
      }
    },
    close: () => pool.end(),
  };
}

/** The connection goes back to the pool, or is thrown away where it is of no more use. */
async function committing<T>(
  client: pg.PoolClient,
  work: (session: BulkSession) => Promise<T>,
): Promise<T> {
  try {
    await client.query('BEGIN');
    const result = await work(sessionOf(client));
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

const sessionOf = (client: pg.PoolClient): BulkSession => ({
  async query({ name, text, values, row }) {
    const { rows } = await client.query<object>({ name, text, values: [...values] });
    return z.array(row).parse(rows);
  },
});

async function rollBack(client: pg.PoolClient): Promise<void> {
  const failure: unknown = await client.query('ROLLBACK').then(
    () => undefined,
    (error: unknown) => error,
  );
  client.release(failure !== undefined);
}
