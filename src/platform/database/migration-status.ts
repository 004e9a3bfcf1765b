import type { DiagnoseMigrationHistoryOutput } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { MigrationSession } from './migration-session.js';
import { noFilter, withMigrationSession } from './migration-session.js';
import { packagedMigrations } from './read-migrations.js';

/** How a database stands to a folder of migrations; each list holds names. Up to date: all four are empty. */
export interface MigrationStatus {
  readonly pending: readonly string[];
  /** Applied, but not in the folder: the database is newer. */
  readonly unknown: readonly string[];
  readonly edited: readonly string[];
  readonly unfinished: readonly string[];
}

/** Changes nothing. @throws whatever the database driver throws when it cannot be reached. */
export async function migrationStatus({
  url,
  migrationsDir = packagedMigrations,
}: {
  readonly url: string;
  readonly migrationsDir?: string | undefined;
}): Promise<MigrationStatus> {
  return withMigrationSession({ url, migrationsDir }, diagnose);
}

export async function diagnose({ engine, migrations }: MigrationSession): Promise<MigrationStatus> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList: migrations,
    optInToShadowDatabase: false,
    filters: noFilter,
  });
  return {
    ...toDifference(found),
    edited: found.editedMigrationNames,
    unfinished: found.failedMigrationNames,
  };
}

function toDifference({
  history,
}: DiagnoseMigrationHistoryOutput): Pick<MigrationStatus, 'pending' | 'unknown'> {
  switch (history?.diagnostic) {
    case undefined:
      return { pending: [], unknown: [] };
    case 'databaseIsBehind':
      return { pending: history.unappliedMigrationNames, unknown: [] };
    case 'migrationsDirectoryIsBehind':
      return { pending: [], unknown: history.unpersistedMigrationNames };
    case 'historiesDiverge':
      return {
        pending: history.unappliedMigrationNames,
        unknown: history.unpersistedMigrationNames,
      };
  }
}
