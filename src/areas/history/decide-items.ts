import type { Connections } from '../connections/index.js';
import { keyOf, type DecideAll, type DecidedItem, type Matching } from '../matching/index.js';

/** Every item with what matching made of it. Throws when matching left one out. */
export async function decideItems(
  matching: Pick<Matching, 'decideAll'>,
  request: DecideAll,
): Promise<DecidedItem[]> {
  const decisions = await matching.decideAll(request);
  return request.items.map((item) => {
    const decision = decisions.get(keyOf(item));
    if (decision === undefined)
      throw new Error(`Matching left ${item.kind} ${item.traktId} undecided.`);
    return { item, decision };
  });
}

/** What deciding for somebody needs; the access to Trakt is fetched only when a title has to be asked for. */
export const accessToDecide = async (
  connections: Pick<Connections, 'accessOf'>,
  userId: string,
): Promise<Pick<DecideAll, 'access' | 'traktAccess'>> => ({
  access: await connections.accessOf(userId, 'bangumi'),
  traktAccess: () => connections.accessOf(userId, 'trakt'),
});
