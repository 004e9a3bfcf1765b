export { evidenceSignals } from './decision.js';
export type { Candidate, Decision, Evidence, EvidenceSignal } from './decision.js';
export { agreesOnDay } from './deciding/row-date.js';
export { dateOfDay, dayInJapan, dayOfDate, yearOfDay } from './calendar-day.js';
export type { EpisodeRow, EpisodeTables } from './episode-row.js';
export type { EpisodeItem, MediaItem, MovieItem, TitleFacts } from './media-item.js';
export type { BangumiDataItem } from './id-map/bangumi-data.js';
export { parseBangumiData } from './id-map/bangumi-data.js';
export { createIdMap } from './id-map/id-map.js';
export type { IdMap, MappedPlace } from './id-map/id-map.js';
export type { SubjectLink } from './id-map/linked-ids.js';
export type { IdMaps } from './data-sets/id-maps.js';
export type { FoundSubject } from './subject.js';
export { compareTitles, parseTitles } from './titles/compare-titles.js';
export { loadIdMap } from './id-map/load-id-map.js';
export { withoutSecrets } from './id-map/read-source.js';
export { dataSetFaultKinds, dataSetNames, refreshOutcomes } from './data-sets/data-set.js';
export type {
  DataSetName,
  DataSetSources,
  DataSetVersion,
  Refreshed,
  RefreshOutcome,
} from './data-sets/data-set.js';
export { DataSetError, type DataSetErrorKind } from './data-sets/data-set-error.js';
export { openIdMapData } from './data-sets/id-map-data.js';
export type { DataSetView, IdMapData, IdMapView } from './data-sets/id-map-data.js';
export { extentOf } from './data-sets/read-text.js';
export type { RolledBack } from './data-sets/roll-back.js';
export { decide } from './deciding/decide.js';
export type { LiveAction } from './deciding/gate.js';
export { createAnswerBook } from './facts/answer-book.js';
export type { Answer, AnswerStore } from './facts/answer.js';
export { decideTogether } from './facts/decide-together.js';
export { askKey } from './facts/facts.js';
export type { Ask, Facts, Work } from './facts/facts.js';
export { followMerges } from './facts/follow-merges.js';
export { openSubjectCache, type SubjectCache } from './facts/remember-subjects.js';
export { parseAirdate } from './facts/parse-airdate.js';
export { mappedRow, mappingEvidence } from './mappings/decide-mapped.js';
export { findMapping } from './mappings/find-mapping.js';
export { createSubjectLookup } from './mappings/look-at-subjects.js';
export type { KnownSubject, LookedAt, SubjectLookup } from './mappings/look-at-subjects.js';
export { clashesWith, faultsOfDrafts } from './mappings/mapping-faults.js';
export type { PlacedDraft } from './mappings/mapping-faults.js';
export { createMappingStore } from './mappings/mapping-store.js';
export type { MappingFilter, MappingOwner, MappingStore } from './mappings/mapping-store.js';
export { isSameAim, targetKey } from './mappings/mapping.js';
export type { Mapping, MappingDraft, MappingOrigin, MappingTarget } from './mappings/mapping.js';
export { candidatesOf } from './candidates-of.js';
export { createMatching } from './matching.js';
export type { DecideAll, Matching, MatchingDeps } from './matching.js';
export { keyOf } from './kept/item-key.js';
export { heldBackOf } from './kept/held-back.js';
export type { HeldBack } from './kept/held-back.js';
export type { DecidedItem } from './kept/match-store.js';
export { foldTitle } from './titles/fold-title.js';
