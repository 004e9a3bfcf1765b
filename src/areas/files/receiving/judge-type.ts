import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';
import { FileError } from '../file-error.js';

/** Bytes from which the type of a file is told. */
export const headBytes = 4_100;

const anything = 'application/octet-stream';

/** Other names of the same. */
const aliases: Readonly<Record<string, string>> = {
  'application/x-gzip': 'application/gzip',
  'application/x-zip-compressed': 'application/zip',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-flac': 'audio/flac',
  'image/jpg': 'image/jpeg',
  'text/xml': 'application/xml',
  'video/x-m4v': 'video/mp4',
};

/** Containers: from the first bytes alone one is not told from the other. */
const families: readonly (readonly string[])[] = [
  ['video/mp4', 'audio/mp4', 'video/quicktime', 'audio/aac'],
  ['video/matroska', 'video/x-matroska', 'audio/x-matroska', 'video/webm', 'audio/webm'],
  ['video/ogg', 'audio/ogg', 'application/ogg', 'audio/opus', 'audio/ogg; codecs=opus'],
];

const canonical = (type: string): string => aliases[type] ?? type;
const known = new Set([...supportedMimeTypes].map((type) => canonical(type)));

/** Types of packed documents, which are zip files to whoever sees their beginning alone. */
const isPackedDocument = (type: string): boolean =>
  type === 'application/epub+zip' ||
  /^application\/vnd\.(?:openxmlformats|oasis|ms-[a-z]+\.[\w.]*macroenabled)/.test(type);

const isAllowed = (type: string, allowed: readonly string[]): boolean =>
  allowed.some((one) =>
    one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : canonical(one) === canonical(type),
  );

export interface TypeWish {
  readonly declared: string;
  readonly allowed: readonly string[];
}

/** Throws FileError `type-refused`. */
export function assertAllowed({ declared, allowed }: TypeWish): void {
  if (!isAllowed(declared, allowed))
    throw new FileError(
      'type-refused',
      `Files of type ${declared.slice(0, 100)} are not taken here.`,
    );
}

/** What type a file is, by its first bytes and what was said. Throws FileError `type-mismatch`, `type-refused`. */
export async function judgeType(head: Buffer, { declared, allowed }: TypeWish): Promise<string> {
  const seen = canonical((await fileTypeFromBuffer(head))?.mime ?? '');
  if (declared === anything && seen !== '') {
    assertAllowed({ declared: seen, allowed });
    return seen;
  }
  if (!isPlausible(canonical(declared), seen, head)) {
    const looks = seen === '' ? 'looks like something else' : `looks like ${seen}`;
    throw new FileError('type-mismatch', `It was sent as ${declared}, but ${looks}.`);
  }
  return declared;
}

function isPlausible(declared: string, seen: string, head: Buffer): boolean {
  if (seen === '') return isText(declared) ? !head.includes(0) : !known.has(declared);
  if (seen === declared) return true;
  if (seen === 'application/zip' && isPackedDocument(declared)) return true;
  if (isText(declared)) return isText(seen);
  return families.some((family) => family.includes(declared) && family.includes(seen));
}

const isText = (type: string): boolean =>
  type.startsWith('text/') ||
  /^application\/(?:json|xml|jsonl|x-ndjson|x-subrip|yaml|javascript)$/.test(type) ||
  /^[^/]+\/[^/]+\+(?:json|xml)$/.test(type);
