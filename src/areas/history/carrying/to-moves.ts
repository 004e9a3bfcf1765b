import { ratedBy, type Standing, type Verdict, type WishPlan } from './decide-wishes.js';
import type { WishReason } from './wish.js';
import type { WishMove } from './wish-parking.js';
import type { OpenWishRow } from './wish-store.js';

export interface Settled {
  readonly stands: Standing | null;
  /** Why a completion has to wait; null when it has not. */
  readonly notYet: WishReason | null;
  readonly open: readonly OpenWishRow[];
  /** Those the plan is about. */
  readonly due: readonly OpenWishRow[];
  readonly plan: WishPlan;
  /** A read-back has shown what was written. */
  readonly isProven?: boolean;
}

/** What becomes of each wish of a subject. */
export function toMoves(settled: Settled): readonly WishMove[] {
  const { open, due, notYet } = settled;
  return open.map((wish) => {
    const place = due.indexOf(wish);
    return place < 0
      ? { key: wish, state: 'parked', reason: notYet }
      : toMove(settled, wish, place);
  });
}

function toMove(
  { stands, plan, isProven = false }: Settled,
  wish: OpenWishRow,
  place: number,
): WishMove {
  const verdict = plan.verdicts[place] ?? { kind: 'already' };
  const found =
    wish.origin === 'rating'
      ? { foundRate: stands?.rate ?? 0, foundBy: ratedBy(stands, wish) }
      : {};
  // What an earlier attempt sent and nobody saw the answer of is ours too.
  const isOurs = verdict.kind === 'write' ? isProven : wish.isSent;
  const written = wish.origin === 'rating' && isOurs ? { written: wish.value } : {};
  return { key: wish, ...standingBy(verdict, isProven), ...found, ...written };
}

function standingBy(verdict: Verdict, isProven: boolean): Pick<WishMove, 'state' | 'reason'> {
  switch (verdict.kind) {
    case 'write':
      return { state: isProven ? 'proven' : 'sent', reason: null };
    case 'already':
      return { state: 'proven', reason: null };
    case 'parked':
    case 'excluded':
      return { state: verdict.kind, reason: verdict.reason };
  }
}
