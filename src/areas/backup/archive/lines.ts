import { z } from 'zod';

/**
 * An archive is lines of JSON, in gzip, in age. The first says what made it; then each table is named, followed by its rows; the
 * last counts them.
 */
export const archiveFormat = 1;

export const headerSchema = z.object({
  /** Grows when an older watchflow could not read it. */
  format: z.int().min(1),
  /** Of watchflow. */
  version: z.string(),
  /** The last one of the database. */
  migration: z.string(),
  madeAt: z.iso.datetime(),
});
export type ArchiveHeader = z.infer<typeof headerSchema>;

const tableSum = z.object({
  name: z.string(),
  rows: z.int().min(0),
  /** Of its rows, each followed by a line feed; in hex. */
  sha256: z.string(),
});
export type TableSum = z.infer<typeof tableSum>;

const manifestSchema = z.object({ tables: z.array(tableSum) });

export const headerLine = z.object({ watchflow: z.unknown() });
export const tableLine = z.object({ table: z.string() });
export const manifestLine = z.object({ manifest: manifestSchema });

// Rows are many and never parsed on the way: numbers above 2^53 stay what they are.
const rowStart = '{"row":';
export const toRowLine = (row: string): string => `${rowStart}${row}}`;
export const rowOf = (line: string): string | undefined =>
  line.startsWith(rowStart) ? line.slice(rowStart.length, -1) : undefined;
