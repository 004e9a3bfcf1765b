import { evaluateRule, type Evaluation } from '../evaluate/evaluate-rule.js';
import type { ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';
import type { Moment } from '../moment.js';
import { evaluationOrder, type RuledList } from '../rules/list-cycles.js';
import { listsBelow } from '../rules/lists-below.js';

export interface Evaluating {
  /** Evaluated last; need not be kept anywhere. */
  readonly list: RuledList;
  /** All of the person's, and nobody else's. */
  readonly others: readonly RuledList[];
  readonly titles: readonly KnownTitle[];
  readonly moment: Moment;
}

/** What a list holds at that moment, and so those that it builds on. */
export function evaluateLists({ list, others, titles, moment }: Evaluating): Evaluation {
  const all = [...others.filter(({ id }) => id !== list.id), list];
  const needed = new Set([list.id, ...listsBelow(list, all)]);
  const lists = new Map<string, readonly ItemKey[]>();
  for (const one of evaluationOrder(all.filter(({ id }) => needed.has(id)))) {
    const evaluation = evaluateRule(one.rule, { titles, lists }, moment);
    if (one.id === list.id) return evaluation;
    lists.set(
      one.id,
      evaluation.items.map(({ key }) => key),
    );
  }
  // Only where rules lead back to themselves, which is refused when they are kept.
  return evaluateRule(list.rule, { titles, lists }, moment);
}
