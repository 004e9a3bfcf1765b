import type { CatalogueItem } from '../catalogue.js';

export interface ListEntry {
  /** Of the row, over all lists. */
  readonly id: number;
  readonly item: CatalogueItem;
  readonly listedAt: string;
  readonly notes: string | null;
}

/** One state of a list; a change makes another. Ranks are the places of `entries`, from 1. */
export interface PersonalList {
  readonly id: number;
  /** Made of the first name; a renaming keeps it. */
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly privacy: 'private' | 'link' | 'friends' | 'public';
  readonly displayNumbers: boolean;
  readonly allowComments: boolean;
  readonly sortBy: string;
  readonly sortHow: 'asc' | 'desc';
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly entries: readonly ListEntry[];
}

/** Unique over all types. */
export const keyOf = (item: CatalogueItem): string => `${item.kind}/${item.id}`;

/** What is on the list already stays where it is. */
export function splitExisting<T extends { readonly item: CatalogueItem }>(
  { entries }: PersonalList,
  asked: readonly T[],
): { readonly fresh: readonly T[]; readonly existing: readonly T[] } {
  const seen = new Set(entries.map(({ item }) => keyOf(item)));
  const fresh: T[] = [];
  const existing: T[] = [];
  for (const one of asked) {
    const key = keyOf(one.item);
    (seen.has(key) ? existing : fresh).push(one);
    seen.add(key);
  }
  return { fresh, existing };
}

export function withoutItems(
  entries: readonly ListEntry[],
  items: readonly CatalogueItem[],
): readonly ListEntry[] {
  const gone = new Set(items.map(keyOf));
  return entries.filter(({ item }) => !gone.has(keyOf(item)));
}

/** The named rows first, in this order; the others after them as they were. */
export function inOrder(entries: readonly ListEntry[], ids: readonly number[]): ListEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const named = [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
  const isNamed = new Set(named);
  return [...named, ...entries.filter((entry) => !isNamed.has(entry))];
}

/** Latin letters and digits of the name; a name without any is called by its list's id. */
export function toSlug(name: string, id: number): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return words === null || /^\d+$/.test(words.join('')) ? `list-${id}` : words.join('-');
}
