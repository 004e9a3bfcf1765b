import { join } from 'node:path';
import { StorageError } from '../storage-error.js';
import { service } from './local-fault.js';

/** What file systems take. */
const longestName = 255;

/**
 * Where the object of a checked key lies. Whatever a file system might take for something else is written as `%XX`, byte by byte: what
 * Windows refuses, names that begin with a dot or end with one or with a space, the mark of folders, and letters that some systems take
 * for others, so that `A` and `a` are two files everywhere. Throws StorageError `invalid-key` where that gets too long.
 */
export function toPath(root: string, key: string): string {
  const segments = key.split('/').map(escapeSegment);
  const folders = segments.slice(0, -1).map((name) => name + folderMark);
  const names = [...folders, segments.at(-1) ?? ''];
  if (names.some((name) => Buffer.byteLength(name) > longestName))
    throw new StorageError(
      { kind: 'invalid-key', service },
      `a segment of a key has at most ${longestName} bytes as a name of a file`,
    );
  return join(root, ...names);
}

/** So that there may be an object `a` beside one `a/b`. */
const folderMark = '@';

const escapeSegment = (segment: string): string =>
  segment
    .replaceAll(/(?:[%@:*?"<>|]|^\.|[. ]$|[\p{L}\p{N}\p{So}])\p{M}*/gu, escapeWhereNeeded)
    .replace(
      /^(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)/,
      (name) => escapeCharacter(name[0] ?? '') + name.slice(1),
    );

/** With the marks that belong to it: alone, one would be joined to the digit in front. */
const escapeWhereNeeded = (character: string): string =>
  /^[\p{L}\p{N}\p{So}]/u.test(character) && isItsOwnCase(character)
    ? character
    : escapeCharacter(character);

/** Not so: capitals, and letters like ſ, ς and ß, whose capital is that of another. */
const isItsOwnCase = (letter: string): boolean => letter.toUpperCase().toLowerCase() === letter;

const escapeCharacter = (character: string): string =>
  Array.from(
    Buffer.from(character),
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');

export interface Named {
  readonly segment: string;
  readonly isFolder: boolean;
}

/** Back from the name of a file or folder; undefined for what is none of ours. */
export function toSegment(name: string, isFolder: boolean): Named | undefined {
  if (name.endsWith(folderMark) !== isFolder || name.startsWith('.')) return undefined;
  // Some systems give names back taken apart.
  const bare = (isFolder ? name.slice(0, -folderMark.length) : name).normalize('NFC');
  const segment = unescape(bare);
  return escapeSegment(segment) === bare ? { segment, isFolder } : undefined;
}

const unescape = (name: string): string =>
  name.replaceAll(/(?:%[\dA-F]{2})+/g, (escaped) =>
    Buffer.from(escaped.replaceAll('%', ''), 'hex').toString(),
  );
