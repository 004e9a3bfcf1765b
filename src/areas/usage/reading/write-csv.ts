import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';

const options = { record_delimiter: '\r\n', escape_formulas: true } as const;

/**
 * A table, read on as far as somebody takes it. A cell that begins like a formula gets a ' before it: spreadsheets would
 * carry it out. The mark in front tells them that it is UTF-8.
 */
export function toCsvStream(
  columns: readonly string[],
  pages: AsyncIterable<readonly (readonly string[])[]>,
): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield `\ufeff${stringify([[...columns]], options)}`;
    for await (const rows of pages)
      yield stringify(
        rows.map((row) => [...row]),
        options,
      );
  }
  return Readable.from(lines(), { objectMode: false });
}

export const csvTime = (time: Date | null): string => time?.toISOString() ?? '';
