import type { Logger } from '../lib/logger.js';
import { applyMigrations } from './apply-migrations.js';
import { MigrationError } from './migration-error.js';
import type { MigrationSession } from './migration-session.js';
import { withMigrationSession } from './migration-session.js';
import type { MigrationStatus } from './migration-status.js';
import { readStatus } from './migration-status.js';
import { packagedMigrations } from './read-migrations.js';

export interface MigrateOptions {
  readonly url: string;
  readonly migrationsDir?: string | undefined;
  readonly log: Logger;
}

/**
 * Brings the database to this version's schema: every pending migration or none. Starters at the same time wait for each other.
 * Throws MigrationError when it must not or cannot be done, and what the driver throws when the database cannot be reached.
 */
export async function migrate({
  url,
  migrationsDir = packagedMigrations,
  log,
}: MigrateOptions): Promise<{ readonly applied: readonly string[] }> {
  const applied = await withMigrationSession({ url, migrationsDir }, applyPending);
  if (applied.length > 0) log.info({ applied }, 'database migrated');
  return { applied };
}

async function applyPending(session: MigrationSession): Promise<readonly string[]> {
  const status = await readStatus(session);
  assertUsable(status);
  return status.pending.length === 0 ? [] : applyMigrations(session);
}

/** Throws MigrationError. */
export function assertUsable({ unknown, edited, unfinished }: MigrationStatus): void {
  const faults = [
    ['unfinished', unfinished[0]],
    ['newer-database', unknown.at(-1)],
    ['edited', edited[0]],
  ] as const;
  for (const [kind, migration] of faults) {
    if (migration !== undefined) throw new MigrationError(kind, migration);
  }
}
