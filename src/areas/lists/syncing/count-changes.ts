import type { ListCounts, MissingItem } from '../list-run.js';
import type { ShownByPart } from '../stores/run-store.js';

/**
 * What a run changed, from what Trakt showed at first and at last: neither a lost answer nor a repeated attempt counts twice. Null while
 * a part was not looked at to the end.
 */
export function countChanges(
  shown: ShownByPart,
  missing: readonly MissingItem[],
): ListCounts | null {
  const parts = Object.values(shown);
  if (parts.length === 0 || parts.some(({ last }) => last === null)) return null;
  // Over all parts: what moved from one list of several to another is neither added nor removed.
  const before = new Set(parts.flatMap(({ first }) => first));
  const after = new Set(parts.flatMap(({ last }) => last ?? []));
  const added = [...after].filter((key) => !before.has(key)).length;
  const rejected = missing.filter(({ reason }) => reason === 'not-shown').length;
  return {
    added,
    removed: [...before].filter((key) => !after.has(key)).length,
    unchanged: after.size - added,
    notFound: missing.length - rejected,
    rejected,
  };
}
