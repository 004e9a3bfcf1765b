export { isItemKey, isOnTrakt, traktKey, type ItemKey, type TraktKey } from './item-key.js';
export { collectionStates } from './known-title.js';
export type { CollectionState, KnownTitle, ListFacts, Rate } from './known-title.js';
export { seasonBy, seasonOf } from './anime-season.js';
export { bounds } from './rules/bounds.js';
export type { Filter } from './rules/filters.js';
export { evaluationOrder, faultsOfLists, type RuledList } from './rules/list-cycles.js';
export { parseRule, type ParsedRule } from './rules/parse-rule.js';
export type { Rule } from './rules/rule.js';
export { evaluateRule, type Evaluation, type ListItem } from './evaluate/evaluate-rule.js';
export type { Reason } from './evaluate/candidate.js';
export type { TermShare } from './evaluate/score-titles.js';
export { fillTemplate, type TemplateFacts } from './titles/fill-template.js';
export {
  faultsOfOwnText,
  markerOf,
  ownTextOf,
  readMarker,
  toDescription,
} from './titles/marker.js';
export { partName } from './titles/part-name.js';
export { parseTemplate, templateFields, type ParsedTemplate } from './titles/template.js';
export { traktLengths } from './titles/trakt-lengths.js';
export { diffList, nothingLearnt, type ListDiff, type Reconciling } from './reconcile/diff.js';
export { findOwnList, type FoundList } from './reconcile/find-own-list.js';
export { planParts, type AccountLimits, type PartsPlan } from './reconcile/plan-parts.js';
export { judgeRemovals, removalGuard } from './reconcile/removal-guard.js';
export type {
  ListSettings,
  ShownItem,
  ShownList,
  WantedItem,
  WantedList,
} from './reconcile/shown-list.js';
export { itemsPerRequest, toRequests } from './reconcile/to-requests.js';
export { toWanted } from './reconcile/to-wanted.js';
