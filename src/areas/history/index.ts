export {
  actors,
  mappingStandings,
  returns,
  type ChainStep,
  type DecidingMapping,
  type KeptDecision,
  type LedgerRead,
} from './explaining/explanation.js';
export type { Explanation, ExplainPlay } from './explaining/explain-play.js';
export { callOutcomes, subjectCallNames } from './marking/subject-call.js';
export type { PlayFilter } from './ledger/list-plays.js';
export { wishReasons, wishStates } from './carrying/wish.js';
export type { WishFilter, WishView } from './carrying/wish-views.js';
export { forgetHistoryDetails } from './forget-details.js';
export { forgetLedger } from './forget-ledger.js';
export { keepItems } from './ledger/keep-items.js';
export { takeIn, type TakenIn } from './ledger/take-in.js';
export type { TraktSubject } from './reading/to-media-item.js';
export { createHistory, type History } from './history.js';
export type { PlayStanding } from './ledger/count-plays.js';
export type { Finding } from './verifying/verify-ledger.js';
export type { ReadProgress } from './read-pages.js';
export {
  questionReasons,
  questionStates,
  removalDecisions,
  removalPolicies,
  type RemovalQuestion,
} from './removals/removal.js';
export { plannedRemovalOutcomes, type PlannedRemoval } from './removals/planned-removal.js';
export { QuestionAnsweredError, type RemovedItem, type Removals } from './removals/removals.js';
export type { RunMark, RunMarkFilter } from './taking-back/list-marks.js';
export { markedThing, markedThings, markOutcomes } from './taking-back/mark.js';
export type { TakingBack } from './taking-back/mark-record.js';
export { TornReadError } from './reading/again.js';
export {
  certificateSchema,
  exclusionReasons,
  parkReasons,
  playStates,
  runModes,
  runStatuses,
  runTriggers,
  syncModes,
  type RunFilter,
  type RunMode,
  type RunPage,
  type RunTrigger,
  type SyncMode,
  type SyncRunView,
} from './run.js';
export {
  planCollections,
  planItemStates,
  planOutcomes,
  planReportSchema,
  planStatuses,
  type PlanItem,
  type PlanItemFilter,
  type PlanReport,
  type PlanSubject,
  type PlanView,
} from './planning/plan.js';
export type { OpenedPlan } from './planning/open-plan.js';
export type { PlanEnding } from './planning/close-plan.js';
export type { PlanStart } from './planning/plan-store.js';
export type { RunEnding } from './runs/close-run.js';
export type { RunOutcome } from './runs/run-outcomes.js';
export type { TickDecision } from './runs/decide-tick.js';
export type { Opened } from './runs/open-run.js';
export type { RequestCount } from './runs/run-requests.js';
export type { RunRetry } from './runs/retry-run.js';
export type { RunItem } from './ledger/run-item.js';
export type { RunItemFilter } from './runs/run-items.js';
export type { RunStart } from './runs/run-store.js';
export {
  collectionStates,
  ratingPolicies,
  showRatingPolicies,
  untouchedLibrary,
  watchedStates,
  watchlistStates,
  type LibrarySettings,
} from './library/policies.js';
export {
  missedPolicies,
  SettingsConflictError,
  type ChangingSettings,
  type SettingsVersion,
  type SettingsVersionPage,
  type SyncSettings,
  type SyncSettingsChange,
} from './sync-settings.js';
export type { Review } from './review/create-review.js';
export { languages, type Language } from './wording/languages.js';
export { RowsMissingError } from './review/check-rows.js';
export { choiceScopes, reviewChoices, type ReviewChoice } from './review/choice.js';
export {
  reviewStates,
  type ReviewedChange,
  type ReviewCandidate,
  type ReviewDetail,
  type ReviewedItem,
  type ReviewGroup,
} from './review/review.js';
export type { Answer, Settled } from './review/settle.js';
export type { ChangedMappings } from './mappings/change-mappings.js';
export type { ImportedMappings } from './mappings/exchange-mappings.js';
export {
  mappingFields,
  mappingFileFormat,
  mappingFileVersion,
  toDraft,
  toFields,
} from './mappings/mapping-file.js';
export type { Mapping } from '../matching/index.js';
export { endRunsUnderWay } from './runs/end-runs-under-way.js';
