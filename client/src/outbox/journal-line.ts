import { crc32 } from 'node:zlib';
import type { Kind, KeptRecord } from './waiting-record.js';

export type JournalEntry =
  | ({ readonly entry: 'put' } & KeptRecord)
  /** Settled at this version: delivered, or set aside as refused. */
  | { readonly entry: 'done'; readonly of: Kind; readonly id: string; readonly version: number }
  /** No version that was counted here is above. */
  | { readonly entry: 'highest'; readonly version: number };

const sumOf = (json: string): string => crc32(json).toString(16).padStart(8, '0');

/** A line with its check sum, so that half of one is known to be. */
export function encodeLine(entry: JournalEntry): string {
  const json = JSON.stringify(entry);
  return `${sumOf(json)} ${json}\n`;
}

/** Undefined for anything but a whole line, without its end. */
export function decodeLine(line: string): JournalEntry | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== sumOf(json)) return undefined;
  // The check sum says that `encodeLine` wrote it.
  return JSON.parse(json) as JournalEntry;
}
