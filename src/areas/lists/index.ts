export { traktKey, type ItemKey, type TraktKey } from './item-key.js';
export { createListFacts } from './facts/create-list-facts.js';
export { forgetCollection } from './facts/forget-collection.js';
export type { Known, ListFactsReader, ListFactsSource } from './facts/list-facts-source.js';
export type { KnownTitle, ListFacts } from './known-title.js';
export { bounds } from './rules/bounds.js';
export { evaluationOrder, faultsOfLists, type RuledList } from './rules/list-cycles.js';
export { parseRule } from './rules/parse-rule.js';
export type { Rule } from './rules/rule.js';
export { evaluateRule } from './evaluate/evaluate-rule.js';
export { fillTemplate, type TemplateFacts } from './titles/fill-template.js';
export {
  faultsOfOwnText,
  markerOf,
  ownTextOf,
  readMarker,
  toDescription,
} from './titles/marker.js';
export { partName } from './titles/part-name.js';
export { parseTemplate, templateFields } from './titles/template.js';
export { traktLengths } from './titles/trakt-lengths.js';
export { diffList, nothingLearnt, type ListDiff, type Reconciling } from './reconcile/diff.js';
export { findOwnList } from './reconcile/find-own-list.js';
export { planParts, type AccountLimits } from './reconcile/plan-parts.js';
export { judgeRemovals } from './reconcile/removal-guard.js';
export type { ListSettings, ShownList } from './reconcile/shown-list.js';
export { itemsPerRequest, toRequests } from './reconcile/to-requests.js';
export { toWanted } from './reconcile/to-wanted.js';
