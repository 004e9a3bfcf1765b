import type { ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';

/** Why an item is in a list; words for it are made elsewhere. */
export type Reason =
  /** Brought by the rule's source of that place. */
  | { readonly kind: 'source'; readonly source: number }
  | { readonly kind: 'pinned'; readonly at: 'top' | number }
  /** Brought as the whole show. */
  | { readonly kind: 'season-of'; readonly show: ItemKey }
  /** Stands for these as well. */
  | { readonly kind: 'joins'; readonly items: readonly ItemKey[] };

/** A title that a source brought. */
export interface Gathered {
  readonly title: KnownTitle;
  readonly reasons: readonly Reason[];
  /** Its place among items named in an order; infinite where no source has one. */
  readonly given: number;
}

export interface Candidate extends Gathered {
  /** Null where the rule has no terms. */
  readonly score: number | null;
}
