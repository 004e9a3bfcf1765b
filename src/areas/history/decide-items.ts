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
