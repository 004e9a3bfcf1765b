/** What became of taking a mark back. */
export const markOutcomes = [
  /** It is as it was before. */
  'taken-back',
  /** The person, or something else, has set it otherwise since: left as it is. */
  'changed-since',
  /** A later run of ours has set it again: that one's to be taken back. */
  'set-again',
  /** Bangumi has no such episode or subject any more. */
  'gone',
  /** Bangumi’s interface has no way to remove a collection. */
  'cannot-be-removed',
] as const;
export type MarkOutcome = (typeof markOutcomes)[number];

/** Of a mark: the subject's collection itself. */
export const theCollection = 0;

/** Something set on Bangumi, or about to be, by the types of its interface. */
export interface Mark {
  readonly episodeId: number;
  /** Null: the subject was not collected. */
  readonly before: number | null;
  readonly after: number;
}

export interface KeptMark extends Mark {
  readonly id: bigint;
}

/** What is to be done about a mark, by what Bangumi shows now (null: not collected; undefined: not there). */
export function stepBack(
  { episodeId, before, after }: Mark,
  now: number | null | undefined,
): 'set-back' | MarkOutcome {
  if (now === undefined) return 'gone';
  if (now === before) return 'taken-back';
  if (now !== after) return 'changed-since';
  return episodeId === theCollection && before === null ? 'cannot-be-removed' : 'set-back';
}
