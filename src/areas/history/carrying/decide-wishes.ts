import { collectionType } from '../../../upstream/bangumi/index.js';
import type { LibrarySettings } from '../library/policies.js';
import { type WishOrigin, type WishReason } from './wish.js';

/** How a collection stands. */
export interface Standing {
  readonly type: number;
  /** 0: none. */
  readonly rate: number;
  readonly updatedAt: Date | null;
}

/** A wish as it stands in its row. */
export interface OpenWish {
  readonly origin: WishOrigin;
  readonly value: number;
  readonly givenAt: Date | null;
  /** Rates of the subject that we set, for whichever rating, and nobody took back. */
  readonly ours: readonly number[];
  /** The rate that was found, and by when the person had given it. */
  readonly foundRate: number | null;
  readonly foundBy: Date | null;
}

export type Verdict =
  | { readonly kind: 'write' }
  | { readonly kind: 'already' }
  | { readonly kind: 'parked' | 'excluded'; readonly reason: WishReason };

/** What to write to a subject, and what becomes of each wish by that, in their order. */
export interface WishPlan {
  readonly type: 1 | 2 | 3 | null;
  readonly rate: number | null;
  readonly verdicts: readonly Verdict[];
}

type Settings = Pick<LibrarySettings, 'ratingPolicy' | 'statesOverOwn'>;

const { wish: wished, done, doing, onHold, dropped } = collectionType;

const write: Verdict = { kind: 'write' };
const already: Verdict = { kind: 'already' };
const excluded = (reason: WishReason): Verdict => ({ kind: 'excluded', reason });
const parked = (reason: WishReason): Verdict => ({ kind: 'parked', reason });

/** States go upwards only: wish < doing < done. */
const rankOf: Readonly<Record<number, number>> = { [wished]: 1, [doing]: 2, [done]: 3 };
const rank = (type: number): number => rankOf[type] ?? 0;

/** Holds what is wished against what the person has; null: the subject is not collected. */
export function decideWishes(
  stands: Standing | null,
  wishes: readonly OpenWish[],
  settings: Settings,
): WishPlan {
  const states = wishes.filter(({ origin }) => origin !== 'rating');
  const wanted = states
    .filter((wish) => stateVerdict(stands, wish, settings).kind === 'write')
    .reduce((most, { value }) => (rank(value) > rank(most) ? value : most), 0);
  const type = toType(wanted);
  const ratings = wishes.filter(({ origin }) => origin === 'rating');
  const verdictOf = (wish: OpenWish): Verdict =>
    wish.origin === 'rating'
      ? ratingVerdict({ stands, type }, wish, settings)
      : stateVerdict(stands, wish, settings);
  const rate = ratings.find((wish) => verdictOf(wish).kind === 'write')?.value ?? null;
  return { type, rate, verdicts: wishes.map(verdictOf) };
}

const toType = (wanted: number): WishPlan['type'] =>
  wanted === wished || wanted === doing || wanted === done ? wanted : null;

/** On hold and dropped are the person's own word, as is taking a subject that was watched out of the collection. */
function stateVerdict(
  stands: Standing | null,
  { origin, value }: OpenWish,
  { statesOverOwn }: Settings,
): Verdict {
  if (stands === null) return origin === 'watched' ? excluded('kept-by-you') : write;
  if (stands.type === onHold || stands.type === dropped)
    return statesOverOwn && rank(value) > rank(wished) ? write : excluded('kept-by-you');
  return rank(stands.type) >= rank(value) ? already : write;
}

interface Becoming {
  readonly stands: Standing | null;
  /** What it is made now; null: it stays as it is. */
  readonly type: number | null;
}

/** A subject that is only wished for cannot be rated: Bangumi drops the rate (Bangumi API notes, collections). */
function ratingVerdict(becoming: Becoming, wish: OpenWish, settings: Settings): Verdict {
  const { stands, type } = becoming;
  if (stands === null && type === null) return parked('not-collected');
  if ((type ?? stands?.type) === wished) return parked('only-wished');
  const rate = rateOf(stands);
  if (rate === wish.value) return already;
  const isOurs = rate === 0 || wish.ours.includes(rate);
  return isOurs ? write : overOwnRate(becoming, wish, settings);
}

const rateOf = (stands: Standing | null): number => stands?.rate ?? 0;

/** The rate that is there is the person's own. */
function overOwnRate({ stands }: Becoming, wish: OpenWish, { ratingPolicy }: Settings): Verdict {
  switch (ratingPolicy) {
    case 'fill':
      return excluded('rated-by-you');
    case 'overwrite':
      return write;
    case 'newest':
      return isLater(wish, ratedBy(stands, wish)) ? write : excluded('rated-later-by-you');
  }
}

/** By when the person had given the rate that is there. `updated_at` moves with every mark, so the first time it was seen counts. */
export const ratedBy = (stands: Standing | null, { foundRate, foundBy }: OpenWish): Date | null =>
  stands !== null && foundRate === stands.rate && foundBy !== null
    ? foundBy
    : (stands?.updatedAt ?? null);

const isLater = ({ givenAt }: OpenWish, by: Date | null): boolean =>
  givenAt !== null && by !== null && givenAt > by;
