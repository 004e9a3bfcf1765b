export { isOnTrakt, traktKey, type ItemKey, type TraktKey } from './item-key.js';
export { createListFacts, type ListFactsDeps } from './facts/create-list-facts.js';
export { forgetCollection } from './facts/forget-collection.js';
export type { Known, ListFactsSource } from './facts/list-facts-source.js';
export type { KnownTitle, ListFacts } from './known-title.js';
export { bounds } from './rules/bounds.js';
export { evaluationOrder, faultsOfLists, type RuledList } from './rules/list-cycles.js';
export { namedLists } from './rules/named-in-rule.js';
export { parseRule } from './rules/parse-rule.js';
export { rule as ruleDocument, type Rule } from './rules/rule.js';
export { itemKey } from './rules/sources.js';
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
export { inRequests } from './reconcile/in-requests.js';
export type { ListSettings, ShownList } from './reconcile/shown-list.js';
export { toWanted } from './reconcile/to-wanted.js';
export {
  gonePolicies,
  ListConflictError,
  ListInUseError,
  listStandings,
  strangerPolicies,
  type ListDraft,
  type ListView,
} from './list.js';
export {
  listRunKinds,
  listRunStatuses,
  listRunTriggers,
  missingReasons,
  type ListRunTrigger,
  type ListRunView,
} from './list-run.js';
export { privacies } from './reconcile/shown-list.js';
export { overflows } from './reconcile/plan-parts.js';
export type { KeptItem } from './stores/item-store.js';
export type { Importing } from './keeping/keep-lists.js';
export { pinItem, unpinItem } from './keeping/change-pins.js';
export { admitItem, excludeItem } from './keeping/change-exclusions.js';
export { addItems, removeItem } from './keeping/change-items.js';
export { reorderItems } from './keeping/reorder-items.js';
export type { ListItem } from './evaluate/evaluate-rule.js';
export type { WorkedOut } from './syncing/working-out.js';
export { sayReasons } from './words/say-reasons.js';
export { createLists, type Lists, type ListsDeps } from './lists.js';
export type { ListRunEnding } from './syncing/close-list-run.js';
export type { OfListRun } from './syncing/list-access.js';
export type { OfPartRun } from './syncing/list-syncing.js';
export type { Prepared, WantedPart } from './syncing/prepare-list.js';
export type { ReconciledPart } from './syncing/reconcile-part.js';
