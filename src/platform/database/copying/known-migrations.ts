import { packagedMigrations, readMigrations } from '../read-migrations.js';

/** Whether this version has a migration of that name. */
export async function knowsMigration(name: string): Promise<boolean> {
  return (await readMigrations(packagedMigrations)).some((migration) => migration.name === name);
}

/** The newest one of this version. */
export async function lastKnownMigration(): Promise<string> {
  return (await readMigrations(packagedMigrations)).at(-1)?.name ?? 'none';
}
