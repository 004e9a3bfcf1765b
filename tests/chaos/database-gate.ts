import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { createLatch, type Gate } from './gate.js';

export interface HeldStatement {
  readonly databaseUrl: string;
  readonly table: string;
  readonly event: 'INSERT' | 'UPDATE';
  /** SQL about NEW and OLD: the row at which the statement stops, half done. */
  readonly when: string;
  /** Whether the held statement goes on when the gate opens, or is broken off. */
  readonly then: 'goes-on' | 'is-broken-off';
}

/** Of advisory locks; the product uses none of this number. */
const lock = 424_242;
const askEveryMs = 10;

/**
 * Holds the next statement that touches such a row, by a trigger that waits for a lock which is ours. The server is killed
 * under it or not: opened, nothing is left of it in the database.
 */
export async function closeDatabaseGate(held: HeldStatement): Promise<Gate> {
  const holder = await connect(held.databaseUrl);
  await holder.query(`
    CREATE OR REPLACE FUNCTION chaos_gate() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock_shared(${lock}); RETURN NEW; END';
    CREATE TRIGGER chaos_gate BEFORE ${held.event} ON ${held.table}
      FOR EACH ROW WHEN (${held.when}) EXECUTE FUNCTION chaos_gate();
    SELECT pg_advisory_lock(${lock})`);
  const reached = createLatch();
  let isOpen = false;
  const watch = async (): Promise<void> => {
    while (!isOpen && (await waiterAt(holder)) === undefined) await wait(askEveryMs);
    if (!isOpen) reached.release();
  };
  // A server that is killed meanwhile has nobody waiting.
  watch().catch(() => undefined);
  return {
    reached: reached.released,
    async open() {
      isOpen = true;
      await letGo(holder, held).catch(() => undefined);
      await holder.end().catch(() => undefined);
      await removeTrigger(held);
    },
  };
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  // It may be killed at any time; whoever asks next is told.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function waiterAt(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = ${lock} AND NOT granted`,
  );
  return rows[0]?.pid;
}

async function letGo(holder: pg.Client, { then }: HeldStatement): Promise<void> {
  const waiter = await waiterAt(holder);
  if (then === 'is-broken-off' && waiter !== undefined)
    await holder.query('SELECT pg_terminate_backend($1, 5000)', [waiter]);
  await holder.query(`SELECT pg_advisory_unlock(${lock})`);
}

/** From a connection of its own: the holder's may have died with the server. */
async function removeTrigger({ databaseUrl, table }: HeldStatement): Promise<void> {
  const client = await connect(databaseUrl);
  await client.query(`DROP TRIGGER IF EXISTS chaos_gate ON ${table}`).finally(() => client.end());
}
