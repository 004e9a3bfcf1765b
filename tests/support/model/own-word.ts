import type { Memory, OwnCollection } from './memory.js';

/** What the person last said of a collection, and when. */
export interface OwnWordOn {
  readonly at: number;
  readonly amid: boolean;
  readonly said: OwnCollection | null;
}

const unsaid: OwnWordOn = { at: 0, said: null, amid: false };

export const ownWordOf = ({ collections }: Memory, subjectId: number): OwnWordOn =>
  collections.get(subjectId) ?? unsaid;
