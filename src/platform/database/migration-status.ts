import { createHash } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import type { MigrationPlace } from './migration-session.js';
import { withMigrationSession } from './migration-session.js';
import type { Migration } from './read-migrations.js';
import { packagedMigrations } from './read-migrations.js';

/** How a database stands to a folder of migrations; each list holds names. Up to date: all four are empty. */
export interface MigrationStatus {
  readonly pending: readonly string[];
  /** Applied, but not in the folder: the database is newer. */
  readonly unknown: readonly string[];
  /** Applied, but from another text. */
  readonly edited: readonly string[];
  /** Begun by another tool and neither finished nor rolled back. */
  readonly unfinished: readonly string[];
}

/** Changes nothing; waits for a migration that is going on. Throws what the driver throws when the database cannot be reached. */
export async function migrationStatus({
  url,
  migrationsDir = packagedMigrations,
}: Pick<MigrationPlace, 'url'> & Partial<MigrationPlace>): Promise<MigrationStatus> {
  return withMigrationSession({ url, migrationsDir }, readStatus);
}

/** Reads Prisma's own table of migrations. (Asked for a diagnosis, its engine would first trip over a missing table.) */
export async function readStatus({
  pool,
  migrations,
}: {
  readonly pool: pg.Pool;
  readonly migrations: readonly Migration[];
}): Promise<MigrationStatus> {
  const records = await readRecords(pool);
  const applied = new Map(
    records.filter(({ finished }) => finished).map(({ name, checksum }) => [name, checksum]),
  );
  const known = new Map(migrations.map(({ name, script }) => [name, checksumOf(script)]));
  return {
    pending: [...known.keys()].filter((name) => !applied.has(name)),
    unknown: [...applied.keys()].filter((name) => !known.has(name)),
    edited: [...applied]
      .filter(([name, checksum]) => (known.get(name) ?? checksum) !== checksum)
      .map(([name]) => name),
    unfinished: records.filter(({ finished }) => !finished).map(({ name }) => name),
  };
}

const migrationRecord = z.object({ name: z.string(), checksum: z.string(), finished: z.boolean() });

async function readRecords(pool: pg.Pool): Promise<z.infer<typeof migrationRecord>[]> {
  const table = await pool.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (table.rows[0]?.exists !== true) return [];
  const { rows } = await pool.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return z.array(migrationRecord).parse(rows);
}

const checksumOf = (script: string): string => createHash('sha256').update(script).digest('hex');
