import { hash } from 'node:crypto';

type Metadata = Readonly<Record<string, unknown>>;

/** 32 hexadecimal digits of all that a draft says: the same content, the same digits, however its metadata is ordered. */
export const fingerprintOf = (draft: { readonly metadata: Metadata }): string =>
  hash('sha256', JSON.stringify({ ...draft, metadata: ordered(draft.metadata) }), 'hex').slice(
    0,
    32,
  );

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => [key, ordered(inner)]);
}
