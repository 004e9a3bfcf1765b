import type { ScenarioItemName } from '../../scenario.js';
import { accountNamed, type TraktAccount } from '../accounts.js';
import { findItem, type Catalogue } from '../catalogue.js';
import type { ListDesk, ListFields } from './list-desk.js';
import { inOrder, keyOf, splitExisting, withoutItems, type PersonalList } from './personal-list.js';

/** A list as a test wants to see it. */
export interface ListSummary extends Omit<PersonalList, 'entries'> {
  /** `movie/7`, by rank. */
  readonly items: readonly string[];
  /** Of the rows, by rank. */
  readonly itemIds: readonly number[];
}

interface Whose {
  /** Default: the scenario's first user. */
  readonly username?: string | undefined;
}

/** What a person does to lists on the site while the simulator runs, and what is there in the end. Lists are named by id. */
export interface ListControl {
  /** Returns its id. */
  create(fields: Partial<ListFields> & { readonly name: string }, whose?: Whose): number;
  /** Renames it, opens it to the public … */
  change(id: number, fields: Partial<ListFields>, whose?: Whose): void;
  remove(id: number, whose?: Whose): void;
  addItem(id: number, item: ScenarioItemName, whose?: Whose): void;
  removeItem(id: number, item: ScenarioItemName, whose?: Whose): void;
  /** By the ids of the rows. */
  reorder(id: number, itemIds: readonly number[], whose?: Whose): void;
  /** From now on: how long a change stays unread, in milliseconds. */
  setLag(ms: number): void;
  /** What is there, read or not yet read; a copy. */
  finalState(username?: string): readonly ListSummary[];
}

export interface ListControlDeps {
  readonly accounts: readonly TraktAccount[];
  readonly catalogue: Catalogue;
  readonly desk: ListDesk;
  readonly setLag: (ms: number) => void;
}

const toSummary = ({ entries, ...list }: PersonalList): ListSummary => ({
  ...list,
  items: entries.map(({ item }) => keyOf(item)),
  itemIds: entries.map(({ id }) => id),
});

export function createListControl(deps: ListControlDeps): ListControl {
  const { accounts, catalogue, desk, setLag } = deps;
  const at = (id: number, whose: Whose = {}) => {
    const account = accountNamed(accounts, whose.username);
    return { account, list: desk.find(account, id) };
  };
  return {
    create: (fields, whose = {}) => desk.create(accountNamed(accounts, whose.username), fields).id,
    change(id, fields, whose) {
      const { account, list } = at(id, whose);
      desk.change(account, list, fields);
    },
    remove(id, whose) {
      const { account, list } = at(id, whose);
      desk.remove(account, list);
    },
    addItem(id, name, whose) {
      const { account, list } = at(id, whose);
      const asked = [{ item: findItem(catalogue, name), notes: null }];
      desk.append(account, list, splitExisting(list, asked).fresh);
    },
    removeItem(id, name, whose) {
      const { account, list } = at(id, whose);
      const entries = withoutItems(list.entries, [findItem(catalogue, name)]);
      desk.change(account, list, { entries });
    },
    reorder(id, itemIds, whose) {
      const { account, list } = at(id, whose);
      desk.change(account, list, { entries: inOrder(list.entries, itemIds) });
    },
    setLag,
    finalState: (username) => accountNamed(accounts, username).lists.current().map(toSummary),
  };
}
