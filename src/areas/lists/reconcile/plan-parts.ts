/** Of a person's account on Trakt, from its settings; null where Trakt does not say. */
export interface AccountLimits {
  readonly lists: number | null;
  readonly itemsPerList: number | null;
  /** Over all personal lists. */
  readonly itemsInAll: number | null;
  readonly isVip: boolean;
}

/** What happens to items that one list cannot hold. */
export const overflows = ['refuse', 'spill'] as const;
export type Overflow = (typeof overflows)[number];

export interface Fitting {
  readonly items: number;
  readonly limits: AccountLimits;
  readonly overflow: Overflow;
  /** Lists of the account that are not this one's. */
  readonly otherLists: number;
  /** Items in those. */
  readonly otherItems: number;
}

export interface Part {
  /** From 1. */
  readonly number: number;
  /** Of the items, from this one up to, but not with, that one. */
  readonly from: number;
  readonly to: number;
}

export type PartsPlan =
  /** At least one. */
  | { readonly kind: 'fits'; readonly parts: readonly Part[] }
  | {
      readonly kind: 'refused';
      readonly limit: 'lists' | 'items-per-list' | 'items-in-all';
      readonly allowed: number;
      readonly needed: number;
      /** What would help. */
      readonly advice: readonly ('limit-rule' | 'spill' | 'delete-lists' | 'vip')[];
    };

/** Looked at before anything is sent: a 420 is final, and what a partly fitting request does is not known. */
export function planParts(fitting: Fitting): PartsPlan {
  const { items, limits, overflow } = fitting;
  const perList = Math.max(limits.itemsPerList ?? items, 1);
  const count = Math.max(Math.ceil(items / perList), 1);
  const vip = limits.isVip ? [] : (['vip'] as const);
  if (count > 1 && overflow === 'refuse') {
    const advice = ['limit-rule', 'spill', ...vip] as const;
    return { kind: 'refused', limit: 'items-per-list', allowed: perList, needed: items, advice };
  }
  const roomForItems = roomOf(limits.itemsInAll, fitting.otherItems);
  if (roomForItems < items) {
    const advice = ['limit-rule', 'delete-lists', ...vip] as const;
    return { kind: 'refused', limit: 'items-in-all', allowed: roomForItems, needed: items, advice };
  }
  const roomForLists = roomOf(limits.lists, fitting.otherLists);
  if (roomForLists < count) {
    const fewer = count > 1 ? (['limit-rule'] as const) : [];
    const advice = [...fewer, 'delete-lists', ...vip] as const;
    return { kind: 'refused', limit: 'lists', allowed: roomForLists, needed: count, advice };
  }
  const parts = Array.from({ length: count }, (_, at) => partAt(at + 1, { perList, items }));
  return { kind: 'fits', parts };
}

const roomOf = (limit: number | null, taken: number): number =>
  limit === null ? Number.POSITIVE_INFINITY : Math.max(limit - taken, 0);

const partAt = (number: number, { perList, items }: { perList: number; items: number }): Part => ({
  number,
  from: (number - 1) * perList,
  to: Math.min(number * perList, items),
});
