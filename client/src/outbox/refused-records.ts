import { readFile } from 'node:fs/promises';
import type { Verdict } from '../records.js';
import { appendDurably } from './durable-file.js';
import { hasCode, toDiskError } from './outbox-error.js';
import type { KeptRecord } from './waiting-record.js';

/** A record that will not be sent again, and why. */
export type RefusedRecord = KeptRecord & {
  readonly verdict: 'invalid' | 'stale';
  readonly errors: NonNullable<Verdict['errors']>;
  /** RFC 3339. */
  readonly at: string;
};

/** Keeps them in a file, one a line, for a person to look at. Throws OutboxError. */
export async function keepRefused(file: string, refused: readonly RefusedRecord[]): Promise<void> {
  if (refused.length === 0) return;
  try {
    await appendDurably(file, refused.map((one) => `${JSON.stringify(one)}\n`).join(''));
  } catch (cause) {
    throw toDiskError(cause, file);
  }
}

export interface ReadRefused {
  /** The oldest first. */
  readonly records: readonly RefusedRecord[];
  /** Lines that are not as they were written: a broken disk makes such. */
  readonly damaged: number;
}

/** Those that are kept; none where there is no file. */
export async function readRefused(file: string): Promise<ReadRefused> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  // The last element is empty, or half a line of a process that was killed; the record waits in the journal then.
  const lines = text.split('\n').slice(0, -1);
  const records = lines.flatMap(toRefused);
  return { records, damaged: lines.length - records.length };
}

function toRefused(line: string): RefusedRecord[] {
  try {
    return [JSON.parse(line) as RefusedRecord];
  } catch {
    return [];
  }
}
