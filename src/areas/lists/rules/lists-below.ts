import { namedLists } from './named-in-rule.js';
import type { RuledList } from './list-cycles.js';

type RuleOf = Pick<RuledList, 'id' | 'rule'>;

/** The lists that a list builds on, and those that they build on, each once. */
export function listsBelow(list: RuleOf, all: readonly RuleOf[]): ReadonlySet<string> {
  const rules = new Map(all.map((one) => [one.id, one.rule]));
  const found = new Set<string>();
  const open = [list.rule];
  for (const rule of open)
    for (const { id } of namedLists(rule)) {
      if (found.has(id)) continue;
      found.add(id);
      const next = rules.get(id);
      if (next !== undefined) open.push(next);
    }
  return found;
}
