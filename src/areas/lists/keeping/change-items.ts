import { InputError } from '../../../platform/lib/errors.js';
import type { ItemKey } from '../item-key.js';
import { bounds } from '../rules/bounds.js';
import { namedItems, toItemSources } from '../rules/named-in-rule.js';
import type { Rule } from '../rules/rule.js';

/**
 * Names items behind those that the rule names; they are not excluded any more. What is named stays where it is. Throws InputError where
 * there is no room for all.
 */
export function addItems(rule: Rule, items: readonly ItemKey[]): Rule {
  const named = new Set(namedItems(rule));
  const added = [...new Set(items)].filter((key) => !named.has(key));
  const exclude = rule.exclude.filter((key) => !items.includes(key));
  if (added.length === 0 && exclude.length === rule.exclude.length) return rule;
  return { ...rule, sources: withItems(rule.sources, added), exclude };
}

type Sources = Rule['sources'];

/** Into the last source of items, for theirs is the order of the list, and into new ones behind. */
function withItems(sources: Sources, added: readonly ItemKey[]): Sources {
  const last = sources.findLastIndex(({ from }) => from === 'items');
  const source = sources[last];
  const room = source?.from === 'items' ? Math.max(0, bounds.items - source.items.length) : 0;
  const filled = sources.map((one, at) =>
    at === last && one.from === 'items'
      ? { ...one, items: [...one.items, ...added.slice(0, room)] }
      : one,
  );
  const all = [...filled, ...toItemSources(added.slice(room))];
  if (all.length > bounds.sources) throw noRoom();
  return all;
}

const noRoom = (): InputError =>
  new InputError('list', [
    {
      place: '/items',
      message: `there is no room for all of them: ${bounds.sources} sources of ${bounds.items} items at most`,
    },
  ]);

/** Names it no more; what else brings it still does. Safe to repeat. */
export function removeItem(rule: Rule, item: ItemKey): Rule {
  if (!namedItems(rule).includes(item)) return rule;
  const sources = rule.sources.map((source) =>
    source.from === 'items'
      ? { ...source, items: source.items.filter((key) => key !== item) }
      : source,
  );
  return { ...rule, sources };
}

/** Names the same items in that order; each source keeps as many as it has. */
export function inThatOrder(rule: Rule, items: readonly ItemKey[]): Rule {
  let from = 0;
  const sources = rule.sources.map((source) => {
    if (source.from !== 'items') return source;
    const part = items.slice(from, from + source.items.length);
    from += source.items.length;
    return { ...source, items: part };
  });
  return { ...rule, sources };
}
