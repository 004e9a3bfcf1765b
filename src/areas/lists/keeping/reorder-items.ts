import { InputError, type Fault } from '../../../platform/lib/errors.js';
import type { ItemKey } from '../item-key.js';
import { bounds } from '../rules/bounds.js';
import type { Rule } from '../rules/rule.js';
import { namedItems } from '../rules/named-in-rule.js';
import { inThatOrder } from './change-items.js';

/**
 * Has these items first, in this order. Of a list that names its items one by one and sorts by nothing else, that is the order in which
 * it names them; of any other these are pinned to the ranks from 1 on, and pins on top and at those ranks give way. Throws InputError
 * for items that come twice, are not among those named, or are more than can be pinned.
 */
export function reorderItems(rule: Rule, items: readonly ItemKey[]): Rule {
  const twice = faultsOf(items, (key, at) => items.indexOf(key) !== at, 'comes twice');
  if (twice.length > 0) throw new InputError('list', twice);
  return isInGivenOrder(rule) ? reorderNamed(rule, items) : pinFromTop(rule, items);
}

function faultsOf(
  items: readonly ItemKey[],
  isFaulty: (key: ItemKey, at: number) => boolean,
  message: string,
): Fault[] {
  return items.flatMap((key, at) =>
    isFaulty(key, at) ? [{ place: `/items/${at}`, message }] : [],
  );
}

/** By default a score comes first, and then what is given. */
function isInGivenOrder({ sources, sort, score }: Rule): boolean {
  if (sources.some(({ from }) => from !== 'items')) return false;
  const [first] = sort;
  return first === undefined ? score.length === 0 : first.by === 'given' && first.order === 'asc';
}

function reorderNamed(rule: Rule, items: readonly ItemKey[]): Rule {
  const named = [...new Set(namedItems(rule))];
  const known = new Set(named);
  const strange = faultsOf(items, (key) => !known.has(key), 'is not among the items of the list');
  if (strange.length > 0) throw new InputError('list', strange);
  const first = new Set(items);
  const ordered = [...items, ...named.filter((key) => !first.has(key))];
  const pins = rule.pins.filter(({ item }) => !first.has(item));
  return { ...inThatOrder(rule, ordered), pins };
}

function pinFromTop(rule: Rule, items: readonly ItemKey[]): Rule {
  const first = new Set(items);
  const staying = rule.pins.filter(
    ({ item, at }) => !first.has(item) && at !== 'top' && at > items.length,
  );
  const most = Math.min(bounds.pins, rule.limit ?? bounds.pins);
  if (items.length + staying.length > most) {
    const message = `${items.length + staying.length} items would be pinned; ${most} at most`;
    throw new InputError('list', [{ place: '/items', message }]);
  }
  return {
    ...rule,
    pins: [...items.map((item, at) => ({ item, at: at + 1 })), ...staying],
    exclude: rule.exclude.filter((key) => !first.has(key)),
  };
}
