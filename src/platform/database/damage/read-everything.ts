import type pg from 'pg';
import { messageOf } from '../../lib/errors.js';
import { isDamage } from './damage-codes.js';

/** How long a start may be held up by looking. */
const patienceMs = 3_000;

interface Relation {
  readonly name: string;
  readonly table: string;
}

interface Keyed {
  readonly table: string;
  readonly key: string;
}

const relations = `
  SELECT c.oid::regclass::text AS name, coalesce(i.indrelid, o.oid, c.oid)::regclass::text AS table
  FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class o ON o.reltoastrelid = c.oid
  WHERE c.relkind IN ('r', 'i', 't')
    AND (c.relnamespace = current_schema()::regnamespace OR o.relnamespace = current_schema()::regnamespace)
  ORDER BY pg_relation_size(c.oid)`;

const keyed = `
  SELECT i.indrelid::regclass::text AS table,
         string_agg(quote_ident(a.attname), ', ' ORDER BY array_position(i.indkey::int2[], a.attnum)) AS key
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
  WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
  GROUP BY i.indrelid, i.indexrelid ORDER BY pg_relation_size(i.indexrelid)`;

/**
 * Reads every page of our tables and their indexes, so that each checksum is looked at, then every row by its key, so that pages
 * that are missing are found out. As much as a few seconds allow, small tables first. What is wrong; undefined when nothing is.
 * Leaves nothing behind: it rolls back.
 */
export async function readEverything(client: pg.Client): Promise<string | undefined> {
  const deadline = Date.now() + patienceMs;
  await client.query('BEGIN');
  try {
    await client.query(
      `SET LOCAL statement_timeout = ${patienceMs}; SET LOCAL client_min_messages = error; CREATE EXTENSION pg_prewarm`,
    );
    const pages = await client.query<Relation>(relations);
    for (const { name, table } of pages.rows) {
      if (Date.now() > deadline) return undefined;
      const fault = await faultOf(
        client,
        table,
        `SELECT pg_prewarm('${name}'::regclass, 'buffer')`,
      );
      if (fault !== undefined) return fault;
    }
    await client.query(
      `SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_sort = off`,
    );
    const rows = await client.query<Keyed>(keyed);
    for (const { table, key } of rows.rows) {
      if (Date.now() > deadline) return undefined;
      const statement = `SELECT count(*) FROM (SELECT ${key} FROM ${table} ORDER BY ${key} OFFSET 0) AS t`;
      const fault = await faultOf(client, table, statement);
      if (fault !== undefined) return fault;
    }
    return undefined;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** A look that takes too long, or that is not to be had here, says nothing. */
async function faultOf(
  client: pg.Client,
  table: string,
  statement: string,
): Promise<string | undefined> {
  await client.query('SAVEPOINT looking');
  try {
    await client.query(statement);
    await client.query('RELEASE SAVEPOINT looking');
    return undefined;
  } catch (thrown) {
    if (isDamage(thrown)) return `the table ${table} cannot be read (${messageOf(thrown)})`;
    await client.query('ROLLBACK TO SAVEPOINT looking');
    return undefined;
  }
}
