import { z } from 'zod';

/** Letters, digits and what a path, its query and its fragment are made of; no backslash, no space. */
const plain = /^\/[\w\-./~?&=#%+,:;@!$'()*]*$/;
/** Something that browsers take for another host's address, or that may become one. */
const leadsAway = /^[/\\]{2}|[\\\p{Cc}]/u;
const rounds = 3;

/**
 * True for a path of ours and nothing else. Whoever comes after us may decode it once more, so that no number of decodings
 * may make another address of it.
 */
export function isPathOfOurs(text: string): boolean {
  if (!plain.test(text)) return false;
  let form = text;
  for (let round = 0; round < rounds; round += 1) {
    if (!form.startsWith('/') || leadsAway.test(form) || leadsAway.test(resolved(form)))
      return false;
    const decoded = decode(form);
    if (decoded === undefined) return false;
    if (decoded === form) return true;
    form = decoded;
  }
  return false;
}

/** As a browser understands it, dots resolved. */
const resolved = (path: string): string => {
  const { origin, pathname } = new URL(path, 'http://ours.invalid');
  return origin === 'http://ours.invalid' ? pathname : '//';
};

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export const returnToSchema = z
  .string()
  .max(500)
  .refine(isPathOfOurs, 'expected a path of this installation such as /docs, and no other address')
  .describe('Where the page offers to go on: a path of this installation.');
