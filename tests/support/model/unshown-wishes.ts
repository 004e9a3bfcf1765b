import type { Faults } from './at-quiet.js';
import { rankOf } from './judge-collection-write.js';
import type { World } from './open-world.js';

/** Ratings and states that are proven though Bangumi does not show them, and the person has said nothing there. */
export async function unshownWishes({
  history,
  userId,
  bangumi,
  memory,
}: Pick<World, 'history' | 'userId' | 'bangumi' | 'memory'>): Promise<Faults> {
  const { collections } = bangumi.finalState();
  const proven = { limit: 100, state: 'proven' } as const;
  const listed = await Promise.all(
    (['ratings', 'states'] as const).map((what) => history.carrying.list(userId, what, proven)),
  );
  return listed
    .flatMap(({ items }) => items)
    .filter(({ subjectId }) => !memory.collections.has(subjectId ?? 0))
    .filter(({ origin, value, subjectId }) => {
      const shown = collections[subjectId ?? 0];
      return origin === 'rating'
        ? shown?.rate !== value
        : rankOf(shown?.type ?? null) < rankOf(value);
    })
    .map(({ id }) => `${id} is proven, but Bangumi does not show it`);
}
