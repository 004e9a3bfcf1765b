import type { CallOptions } from '../../../upstream/http/index.js';
import type { KnownTitle } from '../known-title.js';

/** A subject of the person's that lists cannot show on Trakt, and why; see `PlaceReason`. */
export interface NotPlaced {
  readonly subjectId: number;
  /** As the person most likely knows it: Chinese, else the original, else its id. */
  readonly name: string;
  readonly reason: string;
}

export interface Known {
  /** Keys are unique; the order means nothing. */
  readonly titles: readonly KnownTitle[];
  /** When the collection was last read to its end; null: never. */
  readonly collectionReadAt: Date | null;
  /** Subjects that nobody has tried to place yet, or that are due again. */
  readonly waiting: number;
  readonly notPlaced: readonly NotPlaced[];
}

/** Where lists know from. */
export interface ListFactsSource {
  /**
   * Reads the person's Bangumi collection on, `maxPages` pages at most; a read under way is gone on with. Does nothing while the last
   * complete read is younger than `freshMs`. Safe to repeat.
   * @throws UpstreamError, the connection's errors, TornReadError where the collection moves under every attempt
   */
  readCollection(
    request: { readonly userId: string; readonly freshMs: number; readonly maxPages: number },
    options: CallOptions,
  ): Promise<{ readonly complete: boolean }>;

  /**
   * Finds out where on Trakt subjects are: `limit` titles are looked for at most, one request each. `seasons`: seasons' own ids are looked up
   * too, of so many shows at most, one request each. Answers how much is left to be asked; safe to repeat.
   * @throws UpstreamError, the connection's errors
   */
  placeSubjects(
    request: { readonly userId: string; readonly limit: number; readonly seasons: boolean },
    options: CallOptions,
  ): Promise<{ readonly waiting: number }>;

  /** Everything known of the person's titles, from what is kept; nobody is asked. */
  knownTitles(userId: string): Promise<Known>;

  /** How old that is, and how much of it waits for a place; cheap. */
  freshness(userId: string): Promise<Pick<Known, 'collectionReadAt' | 'waiting'>>;
}

/** The same, and what may be read besides. */
export interface ListFactsReader extends ListFactsSource {
  /**
   * Reads the person's ratings, watchlist and collection on Trakt as far as they moved, whatever a sync carries over: one request where
   * nothing did. Safe to repeat.
   * @throws as `readCollection`
   */
  readLibrary(
    request: { readonly userId: string; readonly maxPages: number },
    options: CallOptions,
  ): Promise<{ readonly complete: boolean }>;
}
