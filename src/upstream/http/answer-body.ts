import type { RawAnswer } from './exchange.js';

/** True for a page of a proxy or firewall; an empty body that merely says `text/html` is not one. */
export const isHtml = ({ text }: RawAnswer): boolean => text.trimStart().startsWith('<');

/** True when the declared type is JSON; an absent type is given the benefit of the doubt. */
export function saysJson({ headers }: RawAnswer): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === '' || type === 'application/json' || type.endsWith('+json');
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON whose integers above 2^53 arrive as text instead of being rounded (Trakt API notes, history: ids are 64-bit).
 * Throws a plain `SyntaxError` on torn text.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replace(stringOrNumber, quoteIfUnsafe) : text);
}

function quoteIfUnsafe(token: string): string {
  const isInteger = /^-?\d+$/.test(token);
  return isInteger && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** True for a body that is there and is no JSON: cut on the way, or of somebody else. */
export const isTorn = ({ text }: RawAnswer): boolean =>
  text.trim() !== '' && parseQuietly(text) === undefined;

/** The text members of an error body, or nothing when it is no JSON object. */
export function errorMembers(answer: RawAnswer): Readonly<Record<string, string>> {
  const body = parseQuietly(answer.text);
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parseQuietly(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
