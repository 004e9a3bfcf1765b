import type { Logger } from '../lib/logger.js';
import { MigrationError } from './migration-error.js';
import type { MigrationSession } from './migration-session.js';
import { noFilter, withMigrationSession } from './migration-session.js';
import type { MigrationStatus } from './migration-status.js';
import { diagnose } from './migration-status.js';
import { packagedMigrations } from './read-migrations.js';

export interface MigrateOptions {
  readonly url: string;
  readonly migrationsDir?: string | undefined;
  readonly log: Logger;
}

/**
 * Brings the database to this version's schema: every pending migration or none. Starters at the same time wait for each other.
 * @throws MigrationError when it must not or cannot be done; whatever the driver throws when the database cannot be reached.
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
  const status = await diagnose(session);
  assertUsable(status);
  if (status.pending.length === 0) return [];
  try {
    const { engine, migrations } = session;
    const done = await engine.applyMigrations({ migrationsList: migrations, filters: noFilter });
    return done.appliedMigrationNames;
  } catch (cause) {
    throw isNotEmpty(cause) ? new MigrationError('foreign-database', '', { cause }) : cause;
  }
}

function assertUsable({ unknown, edited, unfinished }: MigrationStatus): void {
  const faults = [
    ['unfinished', unfinished[0]],
    ['newer-database', unknown.at(-1)],
    ['edited', edited[0]],
  ] as const;
  for (const [kind, migration] of faults)
    if (migration !== undefined) throw new MigrationError(kind, migration);
}

/** P3005 of Prisma's error reference: the schema is not empty, and there is no table of migrations. */
const isNotEmpty = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'P3005';
