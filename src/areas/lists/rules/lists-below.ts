import type { Rule } from './rule.js';

interface RuleOf {
  readonly id: string;
  readonly rule: Rule;
}

/** The lists that a list builds on, and those that they build on, each once. */
export function listsBelow(list: RuleOf, all: readonly RuleOf[]): ReadonlySet<string> {
  const rules = new Map(all.map((one) => [one.id, one.rule]));
  const found = new Set<string>();
  const open = [list.rule];
  for (const rule of open)
    for (const source of rule.sources) {
      if (source.from !== 'list' || found.has(source.list_id)) continue;
      found.add(source.list_id);
      const next = rules.get(source.list_id);
      if (next !== undefined) open.push(next);
    }
  return found;
}
