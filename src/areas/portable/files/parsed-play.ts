/** The catalogues whose ids a file may name. */
export const idTypes = ['trakt', 'tmdb', 'tvdb', 'imdb'] as const;
export type IdType = (typeof idTypes)[number];

/** What a row is looked up by. */
export interface TitleRef {
  readonly kind: 'show' | 'movie' | 'episode';
  readonly idType: IdType;
  readonly id: string;
}

export const keyOf = ({ kind, idType, id }: TitleRef): string => `${kind}:${idType}:${id}`;

/** A play as a file tells it. */
export interface ParsedPlay {
  readonly mediaType: 'episode' | 'movie';
  readonly title: TitleRef;
  /** Of an episode named by its show. */
  readonly season: number | null;
  readonly number: number | null;
  /** Trakt's id of the episode or film itself. */
  readonly itemId: number | null;
  /** Null: watched, but nobody knows when. */
  readonly watchedAt: Date | null;
  readonly watchedAtGiven: string;
  readonly action: string;
  /** Trakt's id of the play. */
  readonly historyId: string | null;
  /** What another installation of watchflow called it. */
  readonly sourceRef: string | null;
  /** What rows of one viewing share. */
  readonly viewing: string | null;
}

/** What is wrong with a row, and in which of its columns. */
export interface RowFault {
  readonly column: string | null;
  readonly reason: string;
}

/** Where a row stands: a line of CSV, an element of a JSON list, a line of JSONL. */
export interface RowPlace {
  /** Of an archive. */
  readonly file: string | null;
  readonly row: number;
}

/** One step through a file. `broken`: of it nothing more can be read. `ignored`: it holds no plays. */
export type FileStep = RowPlace &
  (
    | { readonly kind: 'play'; readonly play: ParsedPlay }
    | { readonly kind: 'faulty'; readonly faults: readonly RowFault[] }
    | { readonly kind: 'broken'; readonly reason: string }
    | { readonly kind: 'ignored'; readonly what: string }
  );

/** What came of one row, before it is known where it stands. */
export type RowRead =
  | { readonly kind: 'plays'; readonly plays: readonly ParsedPlay[] }
  | { readonly kind: 'faulty'; readonly faults: readonly RowFault[] }
  | { readonly kind: 'ignored'; readonly what: string };

/** Of which nothing can be read, or nothing more. */
export class BrokenFileError extends Error {
  override readonly name = 'BrokenFileError';
}
