import { applyMigrations } from '../apply-migrations.js';
import { MigrationError } from '../migration-error.js';
import { withMigrationSession } from '../migration-session.js';
import { assertUsable } from '../migrate.js';
import { readStatus } from '../migration-status.js';
import { packagedMigrations } from '../read-migrations.js';
import { exactText, lastMigration, listTables, quoted, type CopySession } from './copy-session.js';
import { setSequences } from './write-rows.js';

export interface RebuildOptions {
  readonly url: string;
  /** The last migration of the schema that `fill` writes to; one of ours. */
  readonly migration: string;
  readonly migrationsDir?: string | undefined;
  /** Throws when what is there must be kept. Called before anything is changed. */
  readonly assertEmpty: (session: CopySession) => Promise<void>;
  readonly fill: (session: CopySession) => Promise<void>;
  /** Once all is of this version. */
  readonly finish: (session: CopySession) => Promise<void>;
}

/**
 * Makes the tables of an earlier version anew, fills them, and brings them to this version, as an upgrade would have done. One
 * transaction, and nobody migrates meanwhile: killed anywhere, the database is what it was before.
 */
export async function rebuildDatabase({
  url,
  migration,
  migrationsDir = packagedMigrations,
  assertEmpty,
  fill,
  finish,
}: RebuildOptions): Promise<void> {
  await withMigrationSession({ url, migrationsDir }, async (all) => {
    const until = all.migrations.findIndex(({ name }) => name === migration) + 1;
    if (until === 0) throw new Error(`there is no migration ${migration}`);
    assertUsable(await readStatus(all));
    const { pool } = all;
    await inSession(pool, async (session) => {
      await assertOurs(session);
      await assertEmpty(session);
      await wipe(session);
    });
    await applyMigrations({ pool, migrations: all.migrations.slice(0, until) });
    await inSession(pool, async (session) => {
      await session.query(exactText);
      await fill(session);
      await setSequences(session);
    });
    if (until < all.migrations.length) await applyMigrations(all);
    await inSession(pool, finish);
  });
}

type Pool = Parameters<Parameters<typeof withMigrationSession>[1]>[0]['pool'];

/** The one connection of the pool, in its transaction. */
async function inSession(pool: Pool, work: (session: CopySession) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
  } finally {
    client.release();
  }
}

async function assertOurs(session: CopySession): Promise<void> {
  const tables = await listTables(session);
  if (tables.length > 0 && (await lastMigration(session)) === undefined)
    throw new MigrationError('foreign-database', '');
}

/** Tables and functions of our schema; those of extensions stay. */
async function wipe(session: CopySession): Promise<void> {
  const tables = [...(await listTables(session)), '_prisma_migrations'];
  await session.query(`DROP TABLE IF EXISTS ${tables.map(quoted).join(', ')} CASCADE`);
  const { rows } = await session.query<{ routine: string }>(
    `SELECT p.oid::regprocedure::text AS routine FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
  );
  for (const { routine } of rows) await session.query(`DROP ROUTINE ${routine} CASCADE`);
}
