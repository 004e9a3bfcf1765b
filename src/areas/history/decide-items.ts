import type { DecideAll, Matching } from '../matching/index.js';
import type { DecidedItem } from './ledger/decided-plays.js';

/** Every item with what matching made of it. Throws when matching left one out. */
export async function decideItems(
  matching: Pick<Matching, 'decideAll'>,
  request: DecideAll,
): Promise<DecidedItem[]> {
  const decisions = await matching.decideAll(request);
  return request.items.map((item) => {
    const decision = decisions.get(`${item.kind}:${item.traktId}`);
    if (decision === undefined)
      throw new Error(`Matching left ${item.kind} ${item.traktId} undecided.`);
    return { item, decision };
  });
}
