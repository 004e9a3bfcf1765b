import type { Wish, WishReason, WishState } from './wish.js';

/** A wish as its row has it. */
export interface KeptWish {
  readonly state: WishState;
  readonly reason: WishReason | null;
  readonly value: number;
  readonly givenAt: Date | null;
  readonly policy: string;
  readonly dueAt: Date | null;
  readonly runId: string | null;
  readonly updatedAt: Date;
}

export interface MergeMoment {
  readonly now: Date;
  readonly runId: string;
  /** A person asked to go through everything. */
  readonly all: boolean;
  /** When plays last moved on the subject; null: never. */
  readonly movedAt: Date | null;
}

const day = 24 * 60 * 60 * 1000;

/** Words of the person on Bangumi: they stand until Trakt or the settings say something else. */
const settledOnBangumi: readonly (WishReason | null)[] = [
  'kept-by-you',
  'rated-by-you',
  'rated-later-by-you',
];

/**
 * Whether the row stays as it is. Else the wish takes its place, and is settled anew. What was undone stays so until something else
 * is wished.
 */
export function staysAsKept(kept: KeptWish, wish: Wish, moment: MergeMoment): boolean {
  if (saysOtherwise(kept, wish)) return false;
  if (kept.reason === 'undone') return true;
  // Done is done, whatever it was decided by.
  if (kept.state !== 'proven' && kept.policy !== wish.policy) return false;
  if (wish.state === 'excluded' || wish.state === 'parked')
    return kept.state === wish.state && kept.reason === wish.reason;
  if (kept.state === 'excluded') return isSettled(kept, wish);
  if (kept.state === 'parked') return isParkedStill(kept, moment);
  return kept.state !== 'removed';
}

/** By the person's word, or by matching. */
const isSettled = ({ reason }: KeptWish, wish: Wish): boolean =>
  settledOnBangumi.includes(reason) ||
  (wish.state === 'seen' && (reason === 'out-of-scope' || reason === 'ignored-by-user'));

const saysOtherwise = (kept: KeptWish, wish: Wish): boolean =>
  kept.value !== wish.value ||
  (wish.origin === 'rating' && kept.givenAt?.getTime() !== wish.givenAt?.getTime());

function isParkedStill(kept: KeptWish, moment: MergeMoment): boolean {
  if (kept.runId === moment.runId) return true;
  const { reason, dueAt } = kept;
  if (reason === 'upstream-down' || moment.all) return false;
  if (reason === 'refused') return dueAt !== null && dueAt > moment.now;
  if (reason === 'unmatched' || reason === 'ambiguous') return ageOf(kept, moment) < day;
  return moment.movedAt === null || moment.movedAt <= kept.updatedAt;
}

const ageOf = ({ updatedAt }: KeptWish, { now }: MergeMoment): number =>
  now.getTime() - updatedAt.getTime();
