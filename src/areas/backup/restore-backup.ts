import {
  listTables,
  readRows,
  rebuildDatabase,
  writeRows,
  type CopySession,
} from '../../platform/database/copying/index.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import { endRunsUnderWay } from '../history/index.js';
import type { TableSum } from './archive/lines.js';
import { readArchive, type ArchiveSource } from './archive/read-archive.js';
import { createSum, firstDifference } from './archive/sum-rows.js';
import { BackupError } from './backup-error.js';
import type { BackupChecked } from './check-backup.js';
import { createSealedRows, type SealedRows } from './sealed-rows.js';
import { keptTables } from './tables.js';

export interface RestoreBackup extends ArchiveSource {
  readonly databaseUrl: string;
  /** Of the installation that is made of it. */
  readonly secrets: SecretBox;
  /** What `checkBackup` said of it. */
  readonly checked: BackupChecked;
}

/**
 * Fills an empty installation. In one transaction: the tables of the archive's version are made, filled, read back and compared with
 * what the archive says, then brought to this version. Killed anywhere, nothing was changed, and it can be repeated. Throws BackupError.
 */
export async function restoreBackup(options: RestoreBackup): Promise<void> {
  const sealed = createSealedRows(options.secrets);
  await rebuildDatabase({
    url: options.databaseUrl,
    migration: options.checked.header.migration,
    assertEmpty,
    fill: async (session) => {
      const sums = await load(session, options, sealed);
      await assertSame(session, { sums, sealed });
    },
    finish: endRunsUnderWay,
  });
}

async function assertEmpty(session: CopySession): Promise<void> {
  const found = await listTables(session);
  const telling = keptTables.filter(
    ({ name, inUnused }) => inUnused !== true && found.includes(name),
  );
  for (const { name } of telling) {
    const { rows } = await session.query(`SELECT FROM "${name}" LIMIT 1`);
    if (rows.length === 0) continue;
    throw new BackupError(
      'not-empty',
      `there is something in this installation already (${name}): restore into a new DATA_DIR, or into a database that is empty; nothing is overwritten`,
    );
  }
}

/** Characters of rows that go to the database at once. */
const batchLength = 1_000_000;
const batchRows = 1_000;

async function load(
  session: CopySession,
  source: ArchiveSource,
  sealed: SealedRows,
): Promise<readonly TableSum[]> {
  let batch = { table: '', rows: [] as string[], length: 0 };
  const flush = async (): Promise<void> => {
    if (batch.rows.length > 0) await writeRows(session, batch);
  };
  for await (const part of readArchive(source)) {
    if (part.kind === 'sums') {
      await flush();
      return part.sums;
    }
    if (part.kind !== 'row') continue;
    const { table } = part;
    if (table !== batch.table || batch.length > batchLength || batch.rows.length >= batchRows) {
      await flush();
      batch = { table, rows: [], length: 0 };
    }
    const row = sealed.seal(table, part.row);
    batch.rows.push(row);
    batch.length += row.length;
  }
  throw new BackupError('damaged', 'the end of the backup is missing');
}

interface Loaded {
  readonly sums: readonly TableSum[];
  readonly sealed: SealedRows;
}

/** What stands in the database now, opened with the keys of this installation, by count and hash. */
async function assertSame(session: CopySession, { sums, sealed }: Loaded): Promise<void> {
  const found: TableSum[] = [];
  for (const { name } of sums) {
    const sum = createSum(name);
    for await (const row of readRows(session, { table: name })) sum.add(sealed.open(name, row));
    found.push(sum.total());
  }
  const wrong = firstDifference(sums, found);
  if (wrong === undefined) return;
  throw new BackupError('damaged', `${wrong} was not restored as it is in the backup`);
}
