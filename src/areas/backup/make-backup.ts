import { stat } from 'node:fs/promises';
import {
  lastMigration,
  listTables,
  readRows,
  withSnapshot,
  type CopySession,
} from '../../platform/database/copying/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import type { TableSum } from './archive/lines.js';
import { writeArchive, type TableContent } from './archive/write-archive.js';
import { BackupError } from './backup-error.js';
import { writeWhole } from './files/write-whole.js';
import { createSealedRows, type SealedRows } from './sealed-rows.js';
import { keptTables } from './tables.js';

export interface MakeBackup {
  readonly databaseUrl: string;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  /** Of watchflow. */
  readonly version: string;
  readonly file: string;
  readonly passphrase: string;
  /** Heeded between two rows. */
  readonly signal?: AbortSignal | undefined;
}

export interface BackupMade {
  readonly file: string;
  readonly bytes: number;
  readonly tables: readonly TableSum[];
}

/**
 * Writes one archive of one moment of the database. Safe to repeat, and beside a running watchflow; killed anywhere, there is no
 * file of that name. Throws BackupError.
 */
export async function makeBackup(options: MakeBackup): Promise<BackupMade> {
  const { file, databaseUrl, version, clock } = options;
  const rows = createSealedRows(options.secrets);
  const tables = await writeWhole(file, (partial) =>
    withSnapshot(databaseUrl, async (session) => {
      const migration = await migrationOf(session);
      const header = { version, migration, madeAt: clock.now().toISOString() };
      const content = { header, tables: contentOf(session, rows, options.signal) };
      return writeArchive(content, { ...options, file: partial });
    }),
  );
  return { file, bytes: (await stat(file)).size, tables };
}

/** A database that is a migration ahead or behind has tables this version does not know how to keep. */
async function migrationOf(session: CopySession): Promise<string> {
  const [migration, found] = [await lastMigration(session), await listTables(session)];
  const missing = keptTables.filter(({ name }) => !found.includes(name));
  if (migration !== undefined && missing.length === 0) return migration;
  throw new BackupError(
    'other-version',
    migration === undefined
      ? 'the database holds nothing of watchflow'
      : `the database lacks ${missing.map(({ name }) => name).join(', ')}: start watchflow once, which brings it to this version`,
  );
}

const contentOf = (
  session: CopySession,
  sealed: SealedRows,
  signal: AbortSignal | undefined,
): TableContent[] =>
  keptTables.map(({ name, where }) => ({
    name,
    rows: untilStopped(opened(name, readRows(session, { table: name, where }), sealed), signal),
  }));

async function* untilStopped(
  rows: AsyncIterable<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  for await (const row of rows) {
    signal?.throwIfAborted();
    yield row;
  }
}

async function* opened(
  table: string,
  rows: AsyncIterable<string>,
  sealed: SealedRows,
): AsyncGenerator<string> {
  for await (const row of rows) yield sealed.open(table, row);
}
