import type { ListDiff } from './diff.js';

export interface RemovalGuard {
  /** More items than this, or … */
  readonly items: number;
  /** … a greater part of those shown than this is asked about. */
  readonly percent: number;
  /** So few are never asked about: half of a list of two is no accident. */
  readonly atLeast: number;
}

const removalGuard: RemovalGuard = { items: 50, percent: 30, atLeast: 5 };

export interface Guarded {
  readonly kind: 'go' | 'ask';
  /** Titles that would be gone afterwards; those that are added anew are not. */
  readonly removing: number;
  readonly shown: number;
  readonly why: 'items' | 'percent' | null;
}

/** Whether a person is asked before so much is taken away. `shown`: titles on Trakt now. */
export function judgeRemovals(
  { remove, twice }: Pick<ListDiff, 'remove' | 'twice'>,
  shown: number,
  { items, percent, atLeast }: RemovalGuard = removalGuard,
): Guarded {
  const removing = Math.max(remove.length - twice.length, 0);
  const why = reasonToAsk();
  return { kind: why === null ? 'go' : 'ask', removing, shown, why };

  function reasonToAsk(): Guarded['why'] {
    if (removing <= atLeast) return null;
    if (removing > items) return 'items';
    return removing * 100 > percent * shown ? 'percent' : null;
  }
}
