import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type { Matching } from '../../matching/index.js';
import type { PlanStore } from './plan-store.js';

export interface MatchItemsDeps {
  readonly plans: PlanStore;
  readonly matching: Matching;
}

export interface MatchItems {
  readonly planId: string;
  readonly access: Access;
  /** Items at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

/** Decides what the items of a dry run are on Bangumi. Safe to repeat: only those nobody decided are. */
export async function matchItems(
  { plans, matching }: MatchItemsDeps,
  { planId, access, limit, options }: MatchItems,
): Promise<{ readonly remaining: number }> {
  const items = await plans.undecidedItems(planId, limit);
  const decisions = await matching.decideAll({ items, access, options, keep: false });
  const decided = items.map((item) => {
    const decision = decisions.get(`${item.kind}:${item.traktId}`);
    if (decision === undefined)
      throw new Error(`Matching left ${item.kind} ${item.traktId} undecided.`);
    return { item, decision };
  });
  await plans.decideItems(planId, decided);
  return { remaining: (await plans.countItems(planId)).undecided };
}
