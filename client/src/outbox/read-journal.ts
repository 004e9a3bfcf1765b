import { readFile } from 'node:fs/promises';
import { decodeLine, type JournalEntry } from './journal-line.js';
import { hasCode } from './outbox-error.js';

export interface ReadJournal {
  readonly entries: readonly JournalEntry[];
  /** Lines that are not as they were written. A killed process leaves none of them: a broken disk does. */
  readonly damaged: readonly string[];
  /** Bytes up to the end of the last whole line: what comes behind was never acknowledged to anybody. */
  readonly length: number;
}

const newline = 10;

/** Empty where there is none. */
export async function readJournal(file: string): Promise<ReadJournal> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  });
  const entries: JournalEntry[] = [];
  const damaged: string[] = [];
  let from = 0;
  for (let to = bytes.indexOf(newline); to >= 0; to = bytes.indexOf(newline, from)) {
    const line = bytes.toString('utf8', from, to);
    const entry = decodeLine(line);
    if (entry === undefined) damaged.push(line);
    else entries.push(entry);
    from = to + 1;
  }
  return { entries, damaged, length: from };
}
