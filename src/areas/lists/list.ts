import type { Privacy } from './reconcile/shown-list.js';
import type { Overflow } from './reconcile/plan-parts.js';
import type { Rule } from './rules/rule.js';

/** What becomes of items on Trakt that others put into a list of ours. */
export const strangerPolicies = ['remove', 'keep'] as const;
export type StrangerPolicy = (typeof strangerPolicies)[number];

/** What becomes of a list whose list on Trakt the person deleted there, or took our marker from. */
export const gonePolicies = ['unlink', 'recreate'] as const;
export type GonePolicy = (typeof gonePolicies)[number];

/**
 * How Trakt's side of a list stands. `new`: never brought there; `asks`: more would go than goes unasked; `refused`: Trakt's limits do
 * not allow it; `unlinked`: gone from Trakt, and left alone since; `failing`: heals by itself or with the advice that goes with it;
 * `deleting` and `deleted`: taken away here, and still to be or already gone there.
 */
export const listStandings = [
  'new',
  'synced',
  'asks',
  'refused',
  'unlinked',
  'failing',
  'deleting',
  'deleted',
] as const;
export type ListStanding = (typeof listStandings)[number];

/** What a person says a list is to be. */
export interface ListDraft {
  /** Templates: `titles/template.ts`. An empty description stands for our sentence. */
  readonly name: string;
  readonly description: string;
  readonly rule: Rule;
  readonly privacy: Privacy;
  readonly displayNumbers: boolean;
  readonly allowComments: boolean;
  readonly overflow: Overflow;
  readonly strangers: StrangerPolicy;
  readonly whenGone: GonePolicy;
  /** False: brought to Trakt only when somebody asks. */
  readonly enabled: boolean;
}

export interface LinkedList {
  /** From 1; more than one where one list on Trakt cannot hold all. */
  readonly part: number;
  readonly traktListId: number | null;
  readonly slug: string | null;
}

export interface ListView extends ListDraft {
  readonly id: string;
  readonly userId: string;
  /** Grows with every change by a person. */
  readonly version: number;
  /** Its name as of when its items were last worked out; null before. */
  readonly title: string | null;
  /** Items as last worked out; null before. */
  readonly count: number | null;
  readonly standing: ListStanding;
  readonly advice: string | null;
  readonly standingSince: Date;
  readonly parts: readonly LinkedList[];
  /** A list of the person's on Trakt whose items are still to be taken over. */
  readonly importsFrom: number | null;
  readonly evaluatedAt: Date | null;
  /** When its items last came out differently. */
  readonly changedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** Somebody else changed the list since it was read. */
export class ListConflictError extends Error {
  override readonly name = 'ListConflictError';
  constructor(readonly currentVersion: number) {
    super(`The list is at version ${currentVersion} now.`);
  }
}

/** Other lists take their items from it. */
export class ListInUseError extends Error {
  override readonly name = 'ListInUseError';
  constructor(readonly lists: readonly string[]) {
    super(`Other lists build on it: ${lists.join(', ')}.`);
  }
}
