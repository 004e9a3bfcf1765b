import { z } from 'zod';
import type { BangumiCollectedSubject } from '../../../upstream/bangumi/index.js';
import type { CollectionState } from '../known-title.js';

/** What Bangumi says of a subject in a collection; null is "not said". */
export const subjectFacts = z.object({
  name: z.string(),
  nameCn: z.string(),
  /** As the wiki has it, `YYYY-MM-DD` mostly. */
  date: z.string().nullable(),
  /** How many episodes there will be; 0 where the wiki says nothing. */
  eps: z.int(),
  score: z.number().nullable(),
  collectors: z.int().nullable(),
  /** The person's own first, then everybody's. */
  tags: z.array(z.string()),
});
export type SubjectFacts = Readonly<z.infer<typeof subjectFacts>>;

/** One subject of a person's collection. */
export interface CollectedSubject {
  readonly subjectId: number;
  /** Bangumi's type of the collection, see `stateOf`. */
  readonly state: number;
  /** 1 to 10; null: none. */
  readonly rate: number | null;
  readonly updatedAt: Date | null;
  readonly facts: SubjectFacts;
}

const states: Readonly<Record<number, CollectionState>> = {
  1: 'wish',
  2: 'done',
  3: 'doing',
  4: 'on-hold',
  5: 'dropped',
};

/** Null for a type that Bangumi did not have when this was written. */
export const stateOf = (type: number): CollectionState | null => states[type] ?? null;

/** Of what is watched and not collected. */
export const nothingSaid: SubjectFacts = {
  name: '',
  nameCn: '',
  date: null,
  eps: 0,
  score: null,
  collectors: null,
  tags: [],
};

export function toCollectedSubject(row: BangumiCollectedSubject): CollectedSubject {
  const { subjectId, type, rate, updatedAt } = row;
  return {
    subjectId,
    state: type,
    rate: rate === 0 ? null : rate,
    updatedAt: updatedAt === null ? null : new Date(updatedAt),
    facts: toFacts(row),
  };
}

function toFacts({ eps, ownTags, subject }: BangumiCollectedSubject): SubjectFacts {
  if (subject === null) return { ...nothingSaid, eps, tags: [...ownTags] };
  const { collectionTotal: collectors, tags, ...said } = subject;
  return { ...said, eps, collectors, tags: [...new Set([...ownTags, ...tags])] };
}
