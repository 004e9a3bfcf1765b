import { inRequests, type ListDiff, type ShownList } from '../../../src/areas/lists/index.js';

type Key = ShownList['items'][number]['key'];

/** What a list shows once all that a diff says is sent: removal by title takes every row, what is added goes to the end. */
export function applied(shown: ShownList, diff: ListDiff): ShownList {
  const removed = new Set<Key>(keysIn(diff.remove));
  const left = [...shown.items]
    .sort((one, other) => one.rank - other.rank)
    .filter(({ key }) => !removed.has(key));
  const highest = Math.max(0, ...shown.items.map(({ rowId }) => rowId));
  const added = keysIn(diff.add.map(({ key }) => key))
    .filter((key) => !left.some((row) => row.key === key))
    .map((key, at) => ({ key, rowId: highest + at + 1 }));
  const rows = [...left, ...added];
  const ids = diff.order.kind === 'reorder' ? diff.order.rank : rows.map(({ rowId }) => rowId);
  const items = ids.flatMap((id, at) =>
    rows.filter(({ rowId }) => rowId === id).map((row) => ({ ...row, rank: at + 1 })),
  );
  return { settings: { ...shown.settings, ...diff.settings }, items };
}

const kinds = ['movie', 'show', 'season', 'episode', 'person'];

/** As the bodies of the requests have them: by kind within each. */
function keysIn(keys: readonly Key[]): Key[] {
  return inRequests(keys).flatMap((request) =>
    kinds.flatMap((kind) => request.filter((key) => key.startsWith(`${kind}:`))),
  );
}
