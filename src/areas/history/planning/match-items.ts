import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type { Matching } from '../../matching/index.js';
import { decideItems } from '../decide-items.js';
import type { PlanStore } from './plan-store.js';

export interface MatchItemsDeps {
  readonly plans: PlanStore;
  readonly matching: Matching;
}

export interface MatchItems {
  readonly userId: string;
  readonly planId: string;
  /** At Bangumi. */
  readonly access: Access;
  readonly traktAccess: () => Promise<Access>;
  /** Items at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

/** Decides what the items of a dry run are on Bangumi. Safe to repeat: only those nobody decided are. */
export async function matchItems(
  { plans, matching }: MatchItemsDeps,
  { userId, planId, limit, ...asking }: MatchItems,
): Promise<{ readonly remaining: number }> {
  const items = await plans.undecidedItems(planId, limit);
  const decided = await decideItems(matching, { items, userId, ...asking, keep: false });
  await plans.decideItems(planId, decided);
  return { remaining: (await plans.countItems(planId)).undecided };
}
