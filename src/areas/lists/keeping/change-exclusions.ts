import { InputError } from '../../../platform/lib/errors.js';
import type { ItemKey } from '../item-key.js';
import { bounds } from '../rules/bounds.js';
import type { Rule } from '../rules/rule.js';
import { unpinItem } from './change-pins.js';

/** Keeps the item out of the list, whatever brings it; its pin goes. Safe to repeat. Throws InputError where there is no room. */
export function excludeItem(rule: Rule, item: ItemKey): Rule {
  if (rule.exclude.includes(item)) return rule;
  if (rule.exclude.length >= bounds.exclusions)
    throw new InputError('list', [
      { place: '', message: `${bounds.exclusions} exclusions at most` },
    ]);
  return { ...unpinItem(rule, item), exclude: [...rule.exclude, item] };
}

/** Safe to repeat. */
export const admitItem = (rule: Rule, item: ItemKey): Rule =>
  rule.exclude.includes(item)
    ? { ...rule, exclude: rule.exclude.filter((key) => key !== item) }
    : rule;
