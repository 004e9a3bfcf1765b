import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Logger } from '../lib/logger.js';
import type { Prisma } from './generated/client.js';
import { PrismaClient } from './generated/client.js';

/** The database as every store sees it. End it with `$disconnect()`. */
export type Database = PrismaClient;

/** The same inside `db.$transaction(async (tx) => …)`; a function that asks for this takes either. */
export type DatabaseSession = Prisma.TransactionClient;

interface PoolState {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface ConnectDatabaseOptions {
  readonly url: string;
  /** Connections kept at most. */
  readonly poolMax?: number | undefined;
  /** Given what tells of the pool, whenever asked. */
  readonly onPool?: ((state: () => PoolState) => void) | undefined;
  readonly log: Logger;
}

const seconds = 1000;

// The adapter sends and reads timestamps without their offset, so a session that is not in UTC would shift every time.
// Set on connect and not by `options=`: an `options=` of the operator's address would replace ours.
const sessionSettings = `SET TIME ZONE 'UTC'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'`;

/** A pool of connections, opened as they are needed: nothing is asked of the server yet. */
export function connectDatabase({
  url,
  poolMax = 10,
  onPool,
  log,
}: ConnectDatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolMax,
    connectionTimeoutMillis: 10 * seconds,
    idleTimeoutMillis: 60 * seconds,
    application_name: 'watchflow',
    verify: (client, done) => {
      client.query(sessionSettings).then(() => {
        done();
      }, done);
    },
  });
  onPool?.(() => ({
    open: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  }));
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: (cause) => {
      log.warn({ cause: cause.message }, 'database connection lost');
    },
  });
  return new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 10 * seconds, timeout: 60 * seconds },
  });
}
