import { z } from 'zod';
import { createLineTally, endKind, exportAgain, faulty } from './line-tally.js';
import { BrokenFileError, type RowRead } from './parsed-play.js';
import type { NumberedRow } from './read-csv.js';
import { readTableRow } from './table-row.js';
import type { WatchedAt } from './watched-at.js';

/** What the first line of an export says. */
export const exportFormat = 'watchflow-export';
export const exportVersion = 1;

const header = z.object({ format: z.literal(exportFormat), version: z.int() });
const cell = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => (value === null ? undefined : String(value)))
  // What a play has and an import does not ask for.
  .catch(undefined);
const line = z.object({ kind: z.string().max(40) });

const longestLine = 1024 * 1024;

/** An export of watchflow, one thing a line: its plays. It is whole when its last line says so. */
export async function* readLines(
  text: AsyncIterable<string>,
  readTime: (text: string) => WatchedAt,
): AsyncGenerator<NumberedRow> {
  const tally = createLineTally();
  let row = 0;
  let isOver = false;
  for await (const content of splitLines(text)) {
    row += 1;
    if (content.trim() === '') continue;
    const value = parseLine(content);
    if (row === 1) {
      assertHeader(value);
      continue;
    }
    if (isOver) {
      yield { row, read: faulty('stands after the end; import one export at a time') };
      return;
    }
    const kind = kindOf(value);
    isOver = kind === endKind;
    if (!isOver) tally.add(kind);
    const read = isOver ? tally.faultOf(value) : readLine(value, readTime);
    if (read !== undefined) yield { row, read };
  }
  if (row === 0) throw new BrokenFileError('is empty');
  if (!isOver)
    throw new BrokenFileError(
      `breaks off: the line {"kind":"${endKind}",…} is missing, by which an export ends. ${exportAgain}`,
    );
}

const kindOf = (value: unknown): string | undefined => line.safeParse(value).data?.kind;

function assertHeader(value: unknown): void {
  const parsed = header.safeParse(value);
  if (!parsed.success)
    throw new BrokenFileError(
      `is no export of watchflow: its first line must say {"format":"${exportFormat}"}`,
    );
  if (parsed.data.version > exportVersion)
    throw new BrokenFileError('was exported by a newer watchflow; bring this one up to date');
}

function readLine(value: unknown, readTime: (text: string) => WatchedAt): RowRead {
  const parsed = line.safeParse(value);
  if (!parsed.success)
    return {
      kind: 'faulty',
      faults: [{ column: 'kind', reason: 'is missing, or the line is not JSON' }],
    };
  if (parsed.data.kind !== 'play') return { kind: 'ignored', what: parsed.data.kind };
  return readTableRow(z.record(z.string(), cell).parse(value), readTime);
}

function parseLine(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

async function* splitLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine)
      throw new BrokenFileError('has a line of more than 1 MB, which is no play');
    yield* lines;
  }
  if (rest !== '') yield rest;
}
