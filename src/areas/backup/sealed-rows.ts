import { z } from 'zod';
import type { SealedTable, SecretBox } from '../../platform/security/secret-box.js';
import { sealedTokensTable } from '../connections/index.js';
import { sealedChannelsTable } from '../notifications/index.js';

const sealedTables: readonly SealedTable[] = [sealedTokensTable, sealedChannelsTable];

const rowSchema = z.record(z.string(), z.unknown());

type Turn = (text: string, place: Parameters<SecretBox['seal']>[1]) => string;

/** Rows with their secrets in the open, as they stand in the archive, and sealed, as they stand in the database. */
export const createSealedRows = (secrets: SecretBox) => ({
  open: (table: string, row: string): string =>
    turn(table, row, (text, place) => secrets.open(text, place)),
  seal: (table: string, row: string): string =>
    turn(table, row, (text, place) => secrets.seal(text, place)),
});

export type SealedRows = ReturnType<typeof createSealedRows>;

function turn(table: string, line: string, change: Turn): string {
  const sealed = sealedTables.find((one) => one.table === table);
  if (sealed === undefined) return line;
  const row = rowSchema.parse(JSON.parse(line));
  const changed = sealed.columns.flatMap((column) => {
    const text = row[column];
    return typeof text === 'string'
      ? [[column, change(text, { table, row: sealed.rowOf(row), column })] as const]
      : [];
  });
  return JSON.stringify({ ...row, ...Object.fromEntries(changed) });
}
