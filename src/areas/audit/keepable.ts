import { redact } from '../../platform/observability/redact.js';
import { redactText } from '../../platform/observability/redact-text.js';

/** Characters of a detail as JSON. */
export const longestDetail = 8_000;

/** Neither a NUL nor half a surrogate pair: PostgreSQL keeps neither. */
const withoutUnkeepable = (text: string): string => text.replaceAll(/[\0\p{Cs}]/gu, '');

/** A text as the table holds it: cut, without secrets, without what PostgreSQL cannot hold. */
export const cut = (text: string, length: number): string =>
  // A cut may leave half a pair.
  withoutUnkeepable(redactText(withoutUnkeepable(text)).slice(0, length));

export const cutOrNull = (text: string | null | undefined, length: number): string | null =>
  text === null || text === undefined ? null : cut(text, length);

/** Likewise of an object at any depth. */
export function toDetail(detail: object): object {
  const text = JSON.stringify(redact(detail), (_key, part: unknown) =>
    typeof part === 'string' ? withoutUnkeepable(part) : withKeepableNames(part),
  );
  if (text.length > longestDetail) return { omitted: said(text.length) };
  const plain: unknown = JSON.parse(text);
  return typeof plain === 'object' && plain !== null ? plain : {};
}

const said = (characters: number): string => `${characters} characters`;

/** Of an object that is not kept. */
export const lengthOf = (detail: object): string => said(JSON.stringify(redact(detail)).length);

export const isLeftOut = (detail: object): boolean =>
  Object.keys(detail).length === 1 && 'omitted' in detail;

function withKeepableNames(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  const entries = Object.entries(part);
  return entries.every(([name]) => withoutUnkeepable(name) === name)
    ? part
    : Object.fromEntries(
        entries.map(([name, inner]): [string, unknown] => [withoutUnkeepable(name), inner]),
      );
}
