import type { Related, Subject } from '../subject.js';
import type { TableContent } from './episode-table-store.js';
import type { SubjectSearch, Work } from './facts.js';

/** What Bangumi or Trakt answered to an ask, and when. Null where the subject is gone, or hidden from whoever asked. */
export type Answer = { readonly at: Date } & (
  | { readonly kind: 'table'; readonly subjectId: number; readonly content: TableContent }
  | { readonly kind: 'subject'; readonly subjectId: number; readonly subject: Subject | null }
  | {
      readonly kind: 'relations';
      readonly subjectId: number;
      readonly relations: readonly Related[] | null;
    }
  | {
      readonly kind: 'search';
      readonly search: SubjectSearch;
      readonly subjects: readonly Subject[];
    }
  | { readonly kind: 'titles'; readonly work: Work; readonly titles: readonly string[] }
);

/** Answers that have been given, so that they need not be asked for again. */
export interface AnswerStore {
  load(keys: readonly string[]): Promise<readonly Answer[]>;
  /** Safe to repeat: replaces what was there. */
  save(answer: Answer): Promise<void>;
}
