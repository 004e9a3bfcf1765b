import type { Database } from '../../../platform/database/index.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import { knownTitlesOf, sharedCounts } from './match-counts.js';
import { placeByMatches } from './place-by-matches.js';
import { nameOf, type PlaceStore } from './place-store.js';

export interface TakeOverMatchesDeps {
  readonly db: Database;
  readonly places: PlaceStore;
}

/**
 * Places a person's subjects by what matching and shared mappings decided; what these no longer say waits again. They come before any list
 * of ids, also for what was placed by one. Nobody is asked; safe to repeat.
 */
export async function takeOverMatches(
  { db, places }: TakeOverMatchesDeps,
  subjects: ReadonlyMap<number, { readonly eps: number }>,
  { userId, now }: { readonly userId: string; readonly now: Date },
): Promise<void> {
  const counts = await sharedCounts(db, [...subjects.keys()]);
  const titleOf = await knownTitlesOf(db, counts);
  const found = [...groupBy(counts, ({ subjectId }) => subjectId)].flatMap(
    ([subjectId, [first, ...others]]) =>
      first === undefined
        ? []
        : [
            placeByMatches({
              counts: [first, ...others],
              titleOf,
              eps: subjects.get(subjectId)?.eps ?? 0,
            }),
          ],
  );
  const decided = await places.decided(userId);
  const said = new Set(found.map(({ subjectId }) => subjectId));
  await places.forget([...decided.keys()].filter((subjectId) => !said.has(subjectId)));
  await places.put(
    found.filter((place) => decided.get(place.subjectId) !== nameOf(place)),
    now,
  );
}
