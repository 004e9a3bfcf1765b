import pg from 'pg';
import { z } from 'zod';
import { messageOf } from '../../lib/errors.js';
import { lastMigration, listTables } from '../copying/copy-session.js';
import { lastKnownMigration } from '../copying/known-migrations.js';
import { isDamage } from './damage-codes.js';
import { readEverything } from './read-everything.js';

export interface DamageQuestion {
  readonly url: string;
  /** Tables that a database of this version has. */
  readonly tables: readonly string[];
  /** Read all of it too; for a server that is ours. */
  readonly whole: boolean;
}

export interface DamageFound {
  /** What is wrong, as the rest of a sentence; undefined when nothing is. */
  readonly damage: string | undefined;
  /** Damaged pages that PostgreSQL has met since its counters began. */
  readonly counted: number;
}

/** A cheap look at a database before it is used. Changes nothing. Throws what the driver throws when it cannot be reached. */
export async function findDamage(question: DamageQuestion): Promise<DamageFound> {
  const client = new pg.Client({
    connectionString: question.url,
    connectionTimeoutMillis: 10_000,
    application_name: 'watchflow check',
  });
  client.on('error', () => undefined); // a lost connection shows in the next statement
  try {
    await client.connect();
    return await look(client, question);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    return { damage: `it cannot be read (${messageOf(thrown)})`, counted: 0 };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function look(client: pg.Client, { tables, whole }: DamageQuestion): Promise<DamageFound> {
  const lost = await whatIsLost(client, tables);
  const damage = lost ?? (whole ? await readEverything(client) : undefined);
  return { damage, counted: await countFailures(client) };
}

async function whatIsLost(
  client: pg.Client,
  tables: readonly string[],
): Promise<string | undefined> {
  const there = await listTables(client);
  const migration = await lastMigration(client);
  if (migration === undefined && there.includes('plays') && there.includes('users'))
    return 'its record of migrations (_prisma_migrations) is gone or empty, though there are tables of watchflow';
  if (migration !== (await lastKnownMigration())) return undefined;
  const missing = tables.filter((name) => !there.includes(name));
  return missing.length === 0 ? undefined : `there is no table ${missing.join(', ')}`;
}

const failures = z.object({ count: z.coerce.number() });

async function countFailures(client: pg.Client): Promise<number> {
  const { rows } = await client.query<Record<string, unknown>>(
    `SELECT coalesce(sum(checksum_failures), 0) AS count FROM pg_stat_database
     WHERE datname IS NULL OR datname = current_database()`,
  );
  return failures.parse(rows[0]).count;
}
