import type { ListRecord } from '../stores/list-store.js';
import type { ListRunStart } from '../stores/run-store.js';
import { listsBelow } from '../rules/lists-below.js';
import type { Rule } from '../rules/rule.js';
import type { TakeOverDeps } from './take-over.js';

export interface OpeningListRun extends ListRunStart {
  /** A list that is gone from Trakt is made there again. */
  readonly relink: boolean;
}

export type OpenedListRun =
  | {
      readonly kind: 'go';
      /** It asks for more than what was named one by one. */
      readonly collection: boolean;
      /** Seasons' own ids are needed. */
      readonly seasons: boolean;
      /** What a list on Trakt holds is to be read first. */
      readonly takesOver: boolean;
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unlinked' };

type Deps = Pick<TakeOverDeps, 'lists' | 'items' | 'parts' | 'runs' | 'clock'>;

/** Begins the record of a run, and says what it needs. Safe to repeat: a run is opened once. */
export async function openListRun(
  deps: Deps,
  { relink, ...run }: OpeningListRun,
): Promise<OpenedListRun> {
  const { lists, items, runs, clock } = deps;
  const list = await lists.find(run.userId, run.listId);
  if (list?.deletedAt !== null) return { kind: 'gone' };
  await runs.open(run, clock.now());
  if (list.standing === 'unlinked') {
    if (!relink) return { kind: 'unlinked' };
    await forgetParts(deps, list.id);
  }
  // A person asks because something looks wrong: what Trakt would not have is tried again.
  if (run.trigger !== 'schedule') await items.forgetMisses(list.id);
  const rules = await rulesOf(deps, list);
  return {
    kind: 'go',
    collection: rules.some(asksForCollection),
    seasons: list.rule.unit !== 'show',
    takesOver: list.importsFrom !== null,
  };
}

async function forgetParts({ parts }: Deps, listId: string): Promise<void> {
  for (const { part } of await parts.all(listId)) await parts.forget({ listId, part });
}

async function rulesOf({ lists }: Deps, list: ListRecord): Promise<readonly Rule[]> {
  const all = await lists.all(list.userId);
  const below = listsBelow(list, all);
  return [list.rule, ...all.filter(({ id }) => below.has(id)).map(({ rule }) => rule)];
}

/** What names its items one by one and neither sorts nor sifts them needs nothing else. */
const asksForCollection = ({ sources, filters, score, unit }: Rule): boolean =>
  filters.length > 0 ||
  score.length > 0 ||
  unit !== 'as-is' ||
  sources.some(({ from }) => from !== 'items' && from !== 'list');
