import { z } from 'zod';

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
/** Of a mark: the person's rate of the subject. */
export const theRate = -1;

/** What a mark is of. */
export const markedThings = ['episode', 'collection', 'rate'] as const;
export type MarkedThing = (typeof markedThings)[number];

export function markedThing({ episodeId }: Pick<Mark, 'episodeId'>): MarkedThing {
  if (episodeId === theRate) return 'rate';
  return episodeId === theCollection ? 'collection' : 'episode';
}

export const isEpisode = ({ episodeId }: Pick<Mark, 'episodeId'>): boolean =>
  episodeId > theCollection;

/** Something set on Bangumi, or about to be, by the types of its interface; of a rate 0 to 10, where 0 is none. */
export interface Mark {
  readonly episodeId: number;
  /** Null: the subject was not collected. */
  readonly before: number | null;
  readonly after: number;
}

/** Whose marks of which subject, and the run at work there. */
export interface MarkedSubject {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
}

export interface KeptMark extends Mark {
  readonly id: bigint;
}

export const keptMark: z.ZodType<KeptMark> = z.object({
  id: z.bigint(),
  episodeId: z.int(),
  before: z.int().nullable(),
  after: z.int(),
});
