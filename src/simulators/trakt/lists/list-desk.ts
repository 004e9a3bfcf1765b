import type { Clock } from '../../../platform/lib/clock.js';
import { Refusal } from '../../server/exchange.js';
import { touchActivity, type TraktAccount } from '../accounts.js';
import type { CatalogueItem } from '../catalogue.js';
import { listLimitsOf, overLimit } from './list-limits.js';
import { toSlug, type ListEntry, type PersonalList } from './personal-list.js';

export type ListFields = Omit<PersonalList, 'id' | 'slug' | 'createdAt' | 'updatedAt' | 'entries'>;

/** An item on its way onto a list. */
export interface NewEntry {
  readonly item: CatalogueItem;
  readonly notes: string | null;
}

/** Every change to lists, of clients and of people alike; times and activities move with it. */
export interface ListDesk {
  /** Refuses one too many. */
  create(
    account: TraktAccount,
    fields: Partial<ListFields> & { readonly name: string },
  ): PersonalList;
  /** Throws `Refusal` 404 where the list is gone. */
  find(account: TraktAccount, name: string | number): PersonalList;
  change(
    account: TraktAccount,
    list: PersonalList,
    change: Partial<ListFields & Pick<PersonalList, 'entries'>>,
  ): PersonalList;
  append(account: TraktAccount, list: PersonalList, entries: readonly NewEntry[]): PersonalList;
  remove(account: TraktAccount, list: PersonalList): void;
}

const usual: Omit<ListFields, 'name'> = {
  description: null,
  privacy: 'private',
  displayNumbers: false,
  allowComments: true,
  sortBy: 'rank',
  sortHow: 'asc',
};

export const isNamed = (list: PersonalList, name: string | number): boolean =>
  String(list.id) === String(name) || list.slug === name;

function freeSlug(lists: readonly PersonalList[], wanted: string): string {
  const taken = new Set(lists.map(({ slug }) => slug));
  let slug = wanted;
  for (let number = 2; taken.has(slug); number += 1) slug = `${wanted}-${number}`;
  return slug;
}

/** Ids after the highest there is. */
function countFrom(rows: readonly { readonly id: number }[]): () => number {
  let last = rows.reduce((most, { id }) => Math.max(most, id), 0);
  return () => {
    last += 1;
    return last;
  };
}

/** Always forward: two changes in one millisecond are two moves. */
const laterThan = (before: string, clock: Clock): string =>
  new Date(Math.max(Date.parse(before) + 1, clock.now().getTime())).toISOString();

export function createListDesk(deps: {
  readonly accounts: readonly TraktAccount[];
  readonly clock: Clock;
}): ListDesk {
  const { clock } = deps;
  const all = deps.accounts.flatMap(({ lists }) => lists.current());
  const nextListId = countFrom(all);
  const nextEntryId = countFrom(all.flatMap(({ entries }) => entries));
  const now = (): string => clock.now().toISOString();

  const put = (account: TraktAccount, lists: readonly PersonalList[]): void => {
    account.lists.put(lists, clock.now().getTime());
    touchActivity(account, 'lists.updated_at', clock);
  };
  const change: ListDesk['change'] = (account, list, changed) => {
    const next = { ...list, ...changed, updatedAt: laterThan(list.updatedAt, clock) };
    const others = account.lists.current();
    put(
      account,
      others.map((other) => (other.id === list.id ? next : other)),
    );
    return next;
  };

  return {
    create(account, fields) {
      const lists = account.lists.current();
      const allowed = listLimitsOf(account.source).lists;
      if (lists.length >= allowed) throw overLimit(account.source, allowed);
      const id = nextListId();
      const slug = freeSlug(lists, toSlug(fields.name, id));
      const at = now();
      const made = { id, slug, createdAt: at, updatedAt: at, entries: [] };
      const list = { ...usual, ...fields, ...made };
      put(account, [...lists, list]);
      return list;
    },
    find(account, name) {
      const found = account.lists.current().find((list) => isNamed(list, name));
      if (found === undefined) throw new Refusal({ status: 404 });
      return found;
    },
    change,
    append(account, list, entries) {
      const listedAt = now();
      const added = entries.map((entry): ListEntry => ({
        id: nextEntryId(),
        ...entry,
        listedAt,
      }));
      return added.length === 0
        ? list
        : change(account, list, { entries: [...list.entries, ...added] });
    },
    remove(account, list) {
      put(
        account,
        account.lists.current().filter((other) => other.id !== list.id),
      );
    },
  };
}
