import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError, NotFoundError, type Fault } from '../../../platform/lib/errors.js';
import { ListConflictError, ListInUseError, type ListDraft, type ListView } from '../list.js';
import type { ListRecord, ListStore } from '../stores/list-store.js';
import { namedLists } from '../rules/named-in-rule.js';
import type { PartStore } from '../stores/part-store.js';
import { faultsOfDraft } from './faults-of-draft.js';
import { toDraft, toView } from './to-view.js';

export interface KeepingDeps {
  readonly lists: ListStore;
  readonly parts: PartStore;
  readonly clock: Clock;
}

/** A list of the person's on Trakt to begin with. */
export interface Importing {
  readonly traktListId: number;
  /** That list becomes this one; otherwise it stays as it is, and a list of our own is made. */
  readonly adopt: boolean;
}

export interface ChangingList {
  readonly userId: string;
  readonly id: string;
  /** Refused unless this is the version now; the last writer wins when left out. */
  readonly expectedVersion?: number | undefined;
}

/** Lists a person may have. */
const mostLists = 200;

/** What people say their lists are to be. Throws InputError for what cannot be, with every fault and its place. */
export const createKeepLists = (deps: KeepingDeps) => ({
  find: async (userId: string, id: string): Promise<ListView | undefined> => {
    const list = await deps.lists.find(userId, id);
    return list === undefined ? undefined : toView(list);
  },

  create: (userId: string, draft: ListDraft, importing: Importing | null = null) =>
    create(deps, { userId, draft, importing }),

  /** A change to the same is none, and moves no version. Throws NotFoundError, ListConflictError. */
  change: (which: ChangingList, change: (list: ListDraft) => ListDraft) =>
    changeList(deps, which, change),

  takeAway: (userId: string, id: string, options: { readonly keepOnTrakt: boolean }) =>
    takeAway(deps, { userId, id, ...options }),
});

async function found({ lists }: KeepingDeps, userId: string, id: string): Promise<ListRecord> {
  const list = await lists.find(userId, id);
  if (list?.deletedAt === null) return list;
  throw new NotFoundError(`There is no list ${id}.`);
}

interface Creating {
  readonly userId: string;
  readonly draft: ListDraft;
  readonly importing: Importing | null;
}

async function create(
  deps: KeepingDeps,
  { userId, draft, importing }: Creating,
): Promise<ListView> {
  const id = randomUUID();
  const others = await deps.lists.all(userId);
  insist([
    ...faultsOfDraft({ id, draft, others }),
    ...faultsOfNumber(others.length),
    ...faultsOfAdoption(importing, others),
  ]);
  const from = {
    importsFrom: importing?.traktListId ?? null,
    importAdopts: importing?.adopt ?? false,
  };
  await deps.lists.add({ ...draft, ...from, id, userId }, deps.clock.now());
  return toView(await found(deps, userId, id));
}

const faultsOfNumber = (lists: number): readonly Fault[] =>
  lists < mostLists
    ? []
    : [{ place: '', message: `there are ${lists} lists already; ${mostLists} at most` }];

/** Two lists that keep one list on Trakt would undo each other's work for ever. */
function faultsOfAdoption(
  importing: Importing | null,
  others: readonly ListRecord[],
): readonly Fault[] {
  if (importing?.adopt !== true) return [];
  const { traktListId } = importing;
  const keeper = others.find(
    ({ parts, importsFrom, importAdopts }) =>
      (importAdopts && importsFrom === traktListId) ||
      parts.some((part) => part.traktListId === traktListId),
  );
  return keeper === undefined
    ? []
    : [{ place: '/trakt_list_id', message: `is kept by your list ${keeper.id} already` }];
}

function insist(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InputError('list', faults);
}

async function changeList(
  deps: KeepingDeps,
  { userId, id, expectedVersion }: ChangingList,
  change: (list: ListDraft) => ListDraft,
): Promise<ListView> {
  const list = await found(deps, userId, id);
  const { version } = list;
  if (expectedVersion !== undefined && expectedVersion !== version)
    throw new ListConflictError(version);
  const before = toDraft(list);
  const draft = change(before);
  if (isDeepStrictEqual(draft, before)) return toView(list);
  insist(faultsOfDraft({ id, draft, others: await deps.lists.all(userId) }));
  const isChanged = await deps.lists.change({ ...draft, id, version }, deps.clock.now());
  const after = await found(deps, userId, id);
  if (!isChanged) throw new ListConflictError(after.version);
  return toView(after);
}

interface TakingAway {
  readonly userId: string;
  readonly id: string;
  /** What is on Trakt stays there, and is not ours any more. */
  readonly keepOnTrakt: boolean;
}

/**
 * Gone for the person at once; Trakt's side is a workflow's. Once more for one that could not be deleted there. Throws NotFoundError, and
 * ListInUseError where another list builds on it.
 */
async function takeAway(
  { lists, parts, clock }: KeepingDeps,
  { userId, id, keepOnTrakt }: TakingAway,
): Promise<ListView> {
  const list = await lists.find(userId, id);
  if (list === undefined) throw new NotFoundError(`There is no list ${id}.`);
  const upon = (await lists.all(userId)).filter(({ rule }) =>
    namedLists(rule).some((list) => list.id === id),
  );
  if (upon.length > 0) throw new ListInUseError(upon.map(({ name }) => name));
  if (keepOnTrakt)
    for (const { part } of await parts.all(id)) await parts.forget({ listId: id, part });
  const standing = keepOnTrakt ? 'deleted' : 'deleting';
  await lists.takeAway(id, { standing, at: clock.now() });
  if (keepOnTrakt) await lists.stand(id, { standing, advice: null }, clock.now());
  return toView((await lists.find(userId, id)) ?? list);
}
