export type {
  BangumiClient,
  BangumiCollection,
  BangumiEpisode,
  BangumiEpisodeState,
  BangumiRelation,
  BangumiSubject,
  BangumiUser,
  EpisodeCollectionType,
  SearchSubjects,
  SubjectCollectionType,
} from './bangumi-client.js';
export type { BangumiLimits } from './bangumi-limits.js';
export {
  createBangumiClient,
  type BangumiClientDeps,
  type OpenBangumiClient,
} from './create-bangumi-client.js';
export { bangumiUserAgent } from './user-agent.js';
