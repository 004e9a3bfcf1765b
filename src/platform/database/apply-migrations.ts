import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationError } from './migration-error.js';
import type { MigrationSession } from './migration-session.js';
import type { Migration } from './read-migrations.js';
import { openSchemaEngine } from './schema-engine.js';

/** Applies what is pending and keeps Prisma's table of it; answers the names. Throws MigrationError. */
export async function applyMigrations({
  pool,
  migrations,
}: MigrationSession): Promise<readonly string[]> {
  let fault: MigrationError | undefined;
  const runScript = async (script: string): Promise<void> => {
    try {
      await pool.query(script);
    } catch (cause) {
      const name = migrations.find((migration) => migration.script === script)?.name;
      fault = new MigrationError('failed', name ?? 'unknown', { cause });
      throw fault;
    }
  };
  const engine = await openSchemaEngine({ pool, runScript });
  try {
    const applied = await engine.applyMigrations({
      migrationsList: toList(migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    return applied.appliedMigrationNames;
  } catch (cause) {
    // After a refused script the engine reports what failed next, in the aborted transaction.
    throw (
      fault ?? (isNotEmpty(cause) ? new MigrationError('foreign-database', '', { cause }) : cause)
    );
  } finally {
    engine.free();
  }
}

const toList = (migrations: readonly Migration[]): MigrationList => ({
  baseDir: 'migrations',
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, script }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
  })),
});

/** P3005 of Prisma's error reference: there are tables, but no table of migrations. */
const isNotEmpty = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'P3005';
