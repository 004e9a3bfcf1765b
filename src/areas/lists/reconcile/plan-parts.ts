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
  | { readonly kind: 'fits'; readonly parts: readonly [Part, ...Part[]] }
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
  const { items, limits, overflow, otherLists, otherItems } = fitting;
  const perList = Math.max(limits.itemsPerList ?? items, 1);
  const count = Math.max(Math.ceil(items / perList), 1);
  const roomInAll = limits.itemsInAll === null ? null : Math.max(limits.itemsInAll - otherItems, 0);
  const vip = limits.isVip ? [] : (['vip'] as const);
  if (count > 1 && overflow === 'refuse')
    return {
      kind: 'refused',
      limit: 'items-per-list',
      allowed: perList,
      needed: items,
      advice: ['limit-rule', 'spill', ...vip],
    };
  if (roomInAll !== null && items > roomInAll)
    return {
      kind: 'refused',
      limit: 'items-in-all',
      allowed: roomInAll,
      needed: items,
      advice: ['limit-rule', 'delete-lists', ...vip],
    };
  if (limits.lists !== null && otherLists + count > limits.lists)
    return {
      kind: 'refused',
      limit: 'lists',
      allowed: Math.max(limits.lists - otherLists, 0),
      needed: count,
      advice: count > 1 ? ['limit-rule', 'delete-lists', ...vip] : ['delete-lists', ...vip],
    };
  const others = Array.from({ length: count - 1 }, (_, index) =>
    partAt(index + 2, { perList, items }),
  );
  return { kind: 'fits', parts: [partAt(1, { perList, items }), ...others] };
}

const partAt = (number: number, { perList, items }: { perList: number; items: number }): Part => ({
  number,
  from: (number - 1) * perList,
  to: Math.min(number * perList, items),
});
