/** Minutes since the Unix epoch: as fine as two services' times are compared. */
export type Minute = number;

export const minuteMs = 60_000;

/** A part of the history that is read for itself. */
export type LookupWish =
  | { readonly kind: 'item'; readonly mediaType: 'episode' | 'movie'; readonly traktId: number }
  | { readonly kind: 'show'; readonly traktId: number }
  | ({ readonly kind: 'window' } & Window)
  /** How many plays there are is known: which they are only where the ledger has another number. */
  | ({ readonly kind: 'count'; readonly itemCount: number } & Window);

/** Times watched, from the first on and before the last. */
export interface Window {
  readonly from: Date;
  /** Null: for ever. */
  readonly to: Date | null;
}

/** A lookup as stored, and how far it has come. */
export type Lookup = LookupWish & {
  readonly id: bigint;
  readonly nextPage: number;
  /** As the source told it; null before its first page. */
  readonly itemCount: number | null;
};
