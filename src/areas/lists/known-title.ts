import type { ItemKey, TraktKey } from './item-key.js';

/** Bangumi's collection states, as rules name them. */
export const collectionStates = ['wish', 'doing', 'done', 'on-hold', 'dropped'] as const;
export type CollectionState = (typeof collectionStates)[number];

export const nameLanguages = ['zh', 'ja', 'en'] as const;
export type NameLanguage = (typeof nameLanguages)[number];

export interface Rate {
  /** 1 to 10, whole. */
  readonly rating: number;
  /** Null where the service does not say when. */
  readonly at: Date | null;
}

/** All that a rule may ask of one title. Null is "not known" everywhere, never "no". */
export interface KnownTitle {
  /** `subject:` only where Trakt is not known to have it. */
  readonly key: ItemKey;
  /** Of a season or an episode, the show it belongs to. */
  readonly show: TraktKey | null;
  /** Of an episode, its season. */
  readonly season: TraktKey | null;
  /** Of a season; 0 for specials. */
  readonly seasonNumber: number | null;
  /** Bangumi's subjects it stands for. */
  readonly subjects: readonly number[];
  readonly names: Readonly<Record<NameLanguage, string | null>>;
  readonly type: 'anime' | 'live-action' | null;
  readonly year: number | null;
  /** Days `YYYY-MM-DD` in Japan. `open`: still running, its end not announced. */
  readonly airs: { readonly from: string | null; readonly to: string | null };
  readonly state: CollectionState | null;
  readonly progress: {
    readonly watched: number;
    readonly total: number | null;
    /** Plays that are parked. */
    readonly parked: number;
  };
  readonly rates: { readonly trakt: Rate | null; readonly bangumi: Rate | null };
  /** Bangumi's public score, 0 to 10. */
  readonly score: number | null;
  readonly votes: number | null;
  /** How many people collected it on Bangumi. */
  readonly collectors: number | null;
  readonly tags: readonly string[];
  readonly genres: readonly string[];
  /** Two letters, lower case. */
  readonly country: string | null;
  /** Into the collection, the watchlist or whatever brought it here, first. */
  readonly addedAt: Date | null;
  /** Of the latest play. */
  readonly watchedAt: Date | null;
}

/** What a rule is evaluated over. */
export interface ListFacts {
  /** Keys are unique; the order means nothing. */
  readonly titles: readonly KnownTitle[];
  /** The items of lists that the rule builds on, in their order. */
  readonly lists: ReadonlyMap<string, readonly ItemKey[]>;
}
