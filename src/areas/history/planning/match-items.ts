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
  readonly access: Access;
  /** Items at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

/** Decides what the items of a dry run are on Bangumi. Safe to repeat: only those nobody decided are. */
export async function matchItems(
  { plans, matching }: MatchItemsDeps,
  { userId, planId, access, limit, options }: MatchItems,
): Promise<{ readonly remaining: number }> {
  const items = await plans.undecidedItems(planId, limit);
  const decided = await decideItems(matching, { items, userId, access, options, keep: false });
  await plans.decideItems(planId, decided);
  return { remaining: (await plans.countItems(planId)).undecided };
}
