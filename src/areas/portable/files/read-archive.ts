import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { messageOf } from '../../../platform/lib/errors.js';
import { BrokenFileError, type FileStep } from './parsed-play.js';
import type { ReadableFile } from './readable-file.js';

interface ArchiveRules {
  /** Bytes of everything unpacked. */
  readonly unpackedAtMost: number;
  readonly readEntry: (name: string, bytes: AsyncIterable<Uint8Array>) => AsyncIterable<FileStep>;
}

/** Entries an archive may have; Trakt's have some dozens. */
const mostEntries = 10_000;

/** Goes through the files of an archive that hold plays, in the order of their names. */
export async function* readArchive(
  file: ReadableFile,
  rules: ArchiveRules,
): AsyncGenerator<FileStep> {
  const reader = new RangeReader(file);
  try {
    yield* readEntries(reader, file.size, rules);
  } catch (error) {
    // Where the file could not be got at, nothing is wrong with it.
    if (reader.failure !== undefined) throw reader.failure;
    yield { file: null, row: 0, kind: 'broken', reason: reasonOf(error) };
  }
}

async function* readEntries(
  reader: RangeReader,
  size: number,
  { unpackedAtMost, readEntry }: ArchiveRules,
): AsyncGenerator<FileStep> {
  const zip = await yauzl.fromRandomAccessReaderPromise(reader, size, {
    // What lists them comes before what reads them.
    autoClose: false,
  });
  try {
    const entries = await entriesOf(zip, unpackedAtMost);
    const chosen = choose(entries);
    if (chosen.length === 0) throw new BrokenFileError(nothingInside);
    const budget = { left: unpackedAtMost };
    for (const entry of chosen) {
      const bytes: AsyncIterable<Uint8Array> = await zip.openReadStreamPromise(entry);
      yield* readEntry(entry.fileName, within(budget, bytes));
    }
    for (const entry of entries)
      if (!chosen.includes(entry))
        yield { file: null, row: 0, kind: 'ignored', what: entry.fileName };
  } finally {
    zip.close();
  }
}

class RangeReader extends yauzl.RandomAccessReader {
  failure: Error | undefined;
  constructor(private readonly file: ReadableFile) {
    super();
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const stream = Readable.from(this.file.range(start, end), { objectMode: false });
    stream.on('error', (error) => {
      this.failure = error;
    });
    return stream;
  }
}

const nothingInside =
  'is an archive without plays: Trakt’s export has them in watched-history-1.json and so on; CSV and exports of watchflow are taken too';

const tooLarge = () =>
  new BrokenFileError('unpacks to more than is taken; import its files one by one');

async function entriesOf(zip: yauzl.ZipFile, unpackedAtMost: number): Promise<yauzl.Entry[]> {
  if (zip.entryCount > mostEntries)
    throw new BrokenFileError(`is an archive of more than ${mostEntries} files`);
  const entries: yauzl.Entry[] = [];
  for await (const entry of zip.eachEntry())
    if (!entry.fileName.endsWith('/') && !entry.fileName.startsWith('__MACOSX/'))
      entries.push(entry);
  // As it says itself; what it really unpacks to is counted while it is read.
  const said = choose(entries).reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (said > unpackedAtMost) throw tooLarge();
  return entries;
}

/** A full history says more than totals do, which are taken where there is none. */
function choose(entries: readonly yauzl.Entry[]): yauzl.Entry[] {
  const named = (pattern: RegExp) => entries.filter(({ fileName }) => pattern.test(fileName));
  const history = named(/(^|\/)(watched-)?history(-\d+)?\.json$/i);
  const totals = named(/(^|\/)watched-(movies|shows)(-\d+)?\.json$/i);
  const tables = named(/\.(csv|jsonl|ndjson)$/i);
  return [...(history.length > 0 ? history : totals), ...tables].sort((a, b) =>
    byName.compare(a.fileName, b.fileName),
  );
}

const byName = new Intl.Collator('en', { numeric: true });

async function* within(
  budget: { left: number },
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    budget.left -= chunk.length;
    if (budget.left < 0) throw tooLarge();
    yield chunk;
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof BrokenFileError
    ? error.message
    : `is an archive that cannot be read (${messageOf(error).slice(0, 200)})`;
