import type { Fault } from '../../../platform/lib/errors.js';

/** What became of one item. Whatever is not `invalid` or `withheld` stands in the database, at this version or a higher one. */
export type Verdict =
  | { readonly kind: 'inserted' | 'updated' | 'unchanged' | 'stale'; readonly id: string }
  /** Nothing of it was written. */
  | { readonly kind: 'invalid'; readonly id: string | null; readonly faults: readonly Fault[] }
  /** It could have been written, but belongs to an atomic batch with an invalid item. */
  | { readonly kind: 'withheld'; readonly id: string };

export const verdictKinds = [
  'inserted',
  'updated',
  'unchanged',
  'stale',
  'invalid',
  'withheld',
] as const satisfies readonly Verdict['kind'][];
