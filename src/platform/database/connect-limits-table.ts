import pg from 'pg';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';

/** Connections of its own: who waits for a turn must not wait for the stores' connections, nor they for it. */
export interface LimitsTableLink {
  readonly name: string;
  /** Rejects within two seconds when the database does not answer, and at once for some seconds after that. */
  query(statement: Statement): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

export interface LimitsTableOptions {
  readonly url: string;
  readonly log: Logger;
  /** How long a database that did not answer is left alone. Default 5,000. */
  readonly restMs?: number | undefined;
}

const seconds = 1000;
const patienceMs = 2 * seconds;
const sweepMs = 300 * seconds;
/** Clocks of several machines differ: what has just expired here may count there. */
const graceMs = 60 * seconds;

const name = 'shared_limits';
// Only a crash of the server can lose a count, so no request waits for the disk.
const sessionSettings = `SET synchronous_commit = off; SET statement_timeout = '2s'`;

/** The table in which all processes count upstream requests. */
export function connectLimitsTable({
  url,
  log,
  restMs = 5 * seconds,
}: LimitsTableOptions): LimitsTableLink {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    idleTimeoutMillis: 60 * seconds,
    application_name: 'watchflow limits',
    verify: (client, done) => {
      client.query(sessionSettings).then(() => {
        done();
      }, done);
    },
  });
  // An idle connection that breaks is no trouble yet: the next statement opens another.
  pool.on('error', () => undefined);
  const query = createPatientQuery({ pool, log, restMs });
  const sweep = setInterval(() => {
    const values = [Date.now() - graceMs];
    query({ text: `DELETE FROM ${name} WHERE expire < $1`, values }).catch(() => undefined);
  }, sweepMs);
  sweep.unref();
  return {
    name,
    query,
    close: async () => {
      clearInterval(sweep);
      await pool.end();
    },
  };
}

interface PatientQueryDeps {
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly restMs: number;
}

/** Says once that the database went away, and once that it is back. */
function createPatientQuery({ pool, log, restMs }: PatientQueryDeps): LimitsTableLink['query'] {
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  return async ({ text, values }) => {
    if (failure !== undefined && performance.now() < failure.until) throw failure.error;
    try {
      // Without the name the library gives it: a connection pooler may not know prepared statements.
      const result = await pool.query({ text, values });
      if (failure !== undefined) log.info({}, 'request limits are shared between processes again');
      failure = undefined;
      return result;
    } catch (error) {
      if (failure === undefined) {
        log.warn(
          { cause: messageOf(error) },
          'the database does not answer: request limits are counted in this process alone until it does',
        );
      }
      failure = { error, until: performance.now() + restMs };
      throw error;
    }
  };
}
