import { InputError } from '../../../platform/lib/errors.js';
import type { ItemKey } from '../item-key.js';
import { bounds } from '../rules/bounds.js';
import { faultsOfRule } from '../rules/faults-of-rule.js';
import type { Pin, Rule } from '../rules/rule.js';

/**
 * Has the item at that place, whatever sources and filters say; it is not excluded any more. Throws InputError where the place is taken
 * or there is none.
 */
export function pinItem(rule: Rule, pin: Pin): Rule {
  const { item, at } = pin;
  const isAtItsPlace = rule.pins.some((one) => one.item === item && one.at === at);
  if (isAtItsPlace) return rule;
  const others = rule.pins.filter((one) => one.item !== item);
  if (others.length >= bounds.pins)
    throw new InputError('list', [{ place: '', message: `${bounds.pins} pins at most` }]);
  const exclude = rule.exclude.filter((key) => key !== item);
  const pinned: Rule = { ...rule, pins: [...others, pin], exclude };
  // The rule had none before: whatever is wrong now is about this pin.
  const faults = faultsOfRule(pinned).map(({ message }) => ({ place: '/at', message }));
  if (faults.length > 0) throw new InputError('list', faults);
  return pinned;
}

/** Safe to repeat. */
export const unpinItem = (rule: Rule, item: ItemKey): Rule =>
  rule.pins.some((pin) => pin.item === item)
    ? { ...rule, pins: rule.pins.filter((pin) => pin.item !== item) }
    : rule;
