import { z } from 'zod';

export const listRunKinds = ['reconcile', 'delete'] as const;
export type ListRunKind = (typeof listRunKinds)[number];

export const listRunTriggers = ['schedule', 'manual', 'cli'] as const;
export type ListRunTrigger = (typeof listRunTriggers)[number];

/**
 * `success`: Trakt was changed and shows what is wanted; `unchanged`: it did so before; `asks`, `refused`, `unlinked`: as of the list;
 * `incomplete`: Trakt took everything and still shows something else.
 */
export const listRunStatuses = [
  'running',
  'success',
  'unchanged',
  'asks',
  'refused',
  'unlinked',
  'incomplete',
  'rate-limited',
  'needs-reauth',
  'app-blocked',
  'account-locked',
  'upstream-down',
  'failed',
  'cancelled',
] as const;
export type ListRunStatus = (typeof listRunStatuses)[number];

const count = z.int().nonnegative();

export const listCounts = z.object({
  added: count,
  removed: count,
  unchanged: count,
  /** Not on Trakt: no id of Trakt's is known, or Trakt does not have it. */
  notFound: count,
  /** Trakt took it and does not show it. */
  rejected: count,
});
/** Items, over all parts; from what Trakt showed at first and at last, so that no lost answer falsifies them. */
export type ListCounts = Readonly<z.infer<typeof listCounts>>;

/** `not-on-trakt`: no id of Trakt's is known; `not-found`: Trakt does not have the id; `not-shown`: Trakt took it and does not show it. */
export const missingReasons = ['not-on-trakt', 'not-found', 'not-shown'] as const;

export const missingItem = z.object({
  key: z.string(),
  name: z.string().nullable(),
  reason: z.enum(missingReasons),
});
export type MissingItem = Readonly<z.infer<typeof missingItem>>;

export interface ListRunView {
  readonly id: string;
  readonly listId: string;
  readonly userId: string;
  readonly kind: ListRunKind;
  readonly trigger: ListRunTrigger;
  readonly requestId: string | null;
  readonly allowsRemovals: boolean;
  readonly workflowId: string;
  readonly status: ListRunStatus;
  readonly advice: string | null;
  readonly retryAt: Date | null;
  /** Null where Trakt was not read to the end. */
  readonly counts: ListCounts | null;
  /** No more than a few hundred. */
  readonly missing: readonly MissingItem[];
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}
