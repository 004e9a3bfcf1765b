import { decodeText, peekText } from './decode-text.js';
import { BrokenFileError, type FileStep, type RowRead } from './parsed-play.js';
import type { ReadableFile } from './readable-file.js';
import { readArchive } from './read-archive.js';
import { readCsv, type NumberedRow } from './read-csv.js';
import { readJsonList } from './read-json-list.js';
import { readLines } from './read-lines.js';
import { readTraktRow } from './trakt-row.js';
import { createTimeReader, type TimeRules, type WatchedAt } from './watched-at.js';

export const importFormats = ['auto', 'trakt', 'csv', 'watchflow'] as const;
export type ImportFormat = (typeof importFormats)[number];

export interface FileRules extends TimeRules {
  readonly format: ImportFormat;
  /** Bytes of everything unpacked. */
  readonly unpackedAtMost: number;
}

/** Goes through a file from its beginning, always in the same order. What is wrong with it is a step, never an error. */
export async function* readFile(file: ReadableFile, rules: FileRules): AsyncGenerator<FileStep> {
  if (file.size === 0) {
    yield { file: null, row: 0, kind: 'broken', reason: 'is empty' };
    return;
  }
  if (await isArchive(file))
    yield* readArchive(file, {
      unpackedAtMost: rules.unpackedAtMost,
      readEntry: (name, bytes) => readText({ name, bytes }, rules),
    });
  else yield* readText({ name: null, bytes: file.range(0, file.size) }, rules);
}

async function isArchive(file: ReadableFile): Promise<boolean> {
  for await (const bytes of file.range(0, Math.min(4, file.size)))
    return Buffer.from(bytes).toString('latin1').startsWith('PK');
  return false;
}

interface TextFile {
  readonly name: string | null;
  readonly bytes: AsyncIterable<Uint8Array>;
}

async function* readText({ name, bytes }: TextFile, rules: FileRules): AsyncGenerator<FileStep> {
  let last = 0;
  try {
    const text = await peekText(decodeText(bytes));
    for await (const { row, read } of rowsOf(text, rules)) {
      last = row;
      yield* toSteps({ file: name, row }, read);
    }
  } catch (error) {
    if (!(error instanceof BrokenFileError)) throw error;
    yield { file: name, row: last + 1, kind: 'broken', reason: error.message };
  }
}

function* toSteps(
  place: { readonly file: string | null; readonly row: number },
  read: RowRead,
): Generator<FileStep> {
  if (read.kind !== 'plays') yield { ...place, ...read };
  else for (const play of read.plays) yield { ...place, kind: 'play', play };
}

type Text = Awaited<ReturnType<typeof peekText>>;

async function* rowsOf(text: Text, rules: FileRules): AsyncGenerator<NumberedRow> {
  const readTime = createTimeReader(rules);
  const kind = rules.format === 'auto' ? kindOf(text.head) : rules.format;
  if (kind === 'csv') yield* readCsv(text, readTime);
  else if (kind === 'watchflow') yield* readLines(text.all, readTime);
  else yield* readElements(text, readTime);
}

async function* readElements(
  { head, all }: Text,
  readTime: (text: string) => WatchedAt,
): AsyncGenerator<NumberedRow> {
  if (!head.trimStart().startsWith('['))
    throw new BrokenFileError('is no list of plays: Trakt’s files of them begin with [');
  let row = 0;
  for await (const element of readJsonList(all)) {
    row += 1;
    yield { row, read: readTraktRow(element, readTime) };
  }
}

function kindOf(head: string): Exclude<ImportFormat, 'auto'> {
  const start = head.trimStart();
  if (start.startsWith('[')) return 'trakt';
  return start.startsWith('{') ? 'watchflow' : 'csv';
}
