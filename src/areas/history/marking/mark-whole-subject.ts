import { collectionType } from '../../../upstream/bangumi/index.js';
import { collect, moveOf, raise, type Marking } from './marking.js';
import { planWholeSubject } from './plan-whole-subject.js';
import { ReadBackDisagreesError } from './read-back-disagrees-error.js';

/** Marks a film that has no episode rows: its collection is all there is to set. Proven by reading the collection. */
export async function markWholeSubject(marking: Marking, collection: number | null): Promise<void> {
  const { plays, clock } = marking.deps;
  const move = { ...moveOf(marking), episodeIds: [null] };
  const plan = planWholeSubject(collection);
  if (plan === 'done-already') return plays.markProven(move, clock.now());
  if (plan === 'kept-by-user') return plays.exclude(move, 'ignored-by-user');
  await plays.markSent(move);
  await (plan === 'collect' ? collect(marking, collectionType.done) : raise(marking, collection));
  if ((await readType(marking)) === collectionType.done) return plays.markProven(move, clock.now());
  await plays.markPlanned(move);
  throw new ReadBackDisagreesError(
    `Bangumi accepted subject ${marking.request.subjectId} as done, but does not show it so.`,
  );
}

async function readType({ deps, request, access }: Marking): Promise<number | null> {
  const at = { username: access.accountName, subjectId: request.subjectId };
  return (await deps.bangumi.readCollection(access, at, request.options))?.type ?? null;
}
