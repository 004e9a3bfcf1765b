import { join } from 'node:path';

/**
 * Where the object of a checked key lies. Whatever a file system might take for something else is written as `%XX`: what Windows
 * refuses, names that begin with a dot or end with one or with a space, and the mark of folders.
 */
export function toPath(root: string, key: string): string {
  const segments = key.split('/').map(escapeSegment);
  const folders = segments.slice(0, -1).map((name) => name + folderMark);
  return join(root, ...folders, segments.at(-1) ?? '');
}

/** So that there may be an object `a` beside one `a/b`. */
const folderMark = '@';

const escapeSegment = (segment: string): string =>
  segment
    .replaceAll(/[%@:*?"<>|]|^\.|[. ]$/g, escapeCharacter)
    .replace(
      /^(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)/i,
      (name) => escapeCharacter(name[0] ?? '') + name.slice(1),
    );

const escapeCharacter = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

export interface Named {
  readonly segment: string;
  readonly isFolder: boolean;
}

/** Back from the name of a file or folder; undefined for what is none of ours. */
export function toSegment(name: string, isFolder: boolean): Named | undefined {
  if (name.endsWith(folderMark) !== isFolder || name.startsWith('.')) return undefined;
  const bare = isFolder ? name.slice(0, -folderMark.length) : name;
  const segment = bare.replaceAll(/%([\dA-F]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return { segment, isFolder };
}
