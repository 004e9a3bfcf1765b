import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { BrokenFileError, type RowRead } from './parsed-play.js';
import { columnNames, readTableRow, type TableRow } from './table-row.js';
import type { WatchedAt } from './watched-at.js';

/** Characters of one row. */
const longestRow = 100_000;

export interface NumberedRow {
  readonly row: number;
  readonly read: RowRead;
}

/** Rows are counted as lines, the header being the first. */
export async function* readCsv(
  { head, all }: { readonly head: string; readonly all: AsyncIterable<string> },
  readTime: (text: string) => WatchedAt,
): AsyncGenerator<NumberedRow> {
  const parser = parse({
    delimiter: delimiterOf(head),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const source = Readable.from(all);
  source.on('error', (error) => parser.destroy(error));
  const records: AsyncIterable<unknown> = source.pipe(parser);
  let names: readonly (string | undefined)[] | undefined;
  try {
    for await (const record of records) {
      const { cells, line } = toCells(record);
      if (names === undefined) names = toNames(cells);
      else yield { row: line, read: readTableRow(toRow(names, cells), readTime) };
    }
  } catch (error) {
    throw error instanceof CsvError ? toBroken(error) : error;
  } finally {
    source.destroy();
  }
}

/** What the first line has most of: not everybody's programs write commas. */
function delimiterOf(head: string): string {
  const [line = ''] = head.split(/\r?\n/, 1);
  const count = (character: string): number => line.split(character).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function toCells(record: unknown): { readonly cells: readonly string[]; readonly line: number } {
  const { record: cells, info } = record as {
    readonly record: readonly string[];
    readonly info: { readonly lines: number };
  };
  return { cells, line: info.lines };
}

function toNames(cells: readonly string[]): readonly (string | undefined)[] {
  const names = cells.map((cell) => columnNames[cell.trim().toLowerCase().replaceAll(' ', '_')]);
  if (!names.includes('watched_at') || !names.some((name) => name?.endsWith('_id') === true))
    throw new BrokenFileError(
      'is no table of plays: the first line must name the columns, among them watched_at and one of trakt_id, tmdb_id, tvdb_id, imdb_id',
    );
  const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index);
  if (twice !== undefined) throw new BrokenFileError(`has two columns that mean ${twice}`);
  return names;
}

const toRow = (names: readonly (string | undefined)[], cells: readonly string[]): TableRow =>
  Object.fromEntries(names.flatMap((name, at) => (name === undefined ? [] : [[name, cells[at]]])));

const advice: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: `has a row of more than ${longestRow} characters; a quote may be missing`,
  CSV_QUOTE_NOT_CLOSED: 'ends within quotes; one is missing',
};

const toBroken = (error: CsvError): BrokenFileError =>
  new BrokenFileError(
    advice[error.code] ??
      'has quotes in the wrong places: a cell with quotes is quoted, and its quotes are doubled',
    { cause: error },
  );
