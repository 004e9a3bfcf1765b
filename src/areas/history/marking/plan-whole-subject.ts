import { collectionType } from '../../../upstream/bangumi/index.js';

/** Wish and doing may become done; on hold and dropped are the person's own word. */
const raisable: readonly number[] = [1, 3];

/** What is to be done about a subject that is marked as a whole, by its collection (null: there is none). */
export function planWholeSubject(
  collection: number | null,
): 'done-already' | 'kept-by-user' | 'collect' | 'raise' {
  if (collection === null) return 'collect';
  if (collection === collectionType.done) return 'done-already';
  return raisable.includes(collection) ? 'raise' : 'kept-by-user';
}
