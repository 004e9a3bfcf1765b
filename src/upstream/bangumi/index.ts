export type { BangumiAuth } from './auth/bangumi-auth.js';
export {
  createBangumiAuth,
  type BangumiAuthDeps,
  type OpenBangumiAuth,
} from './auth/create-bangumi-auth.js';
export type {
  BangumiClient,
  BangumiCollectedSubject,
  BangumiEpisodeState,
  BangumiUser,
} from './bangumi-client.js';
export {
  createBangumiClient,
  type BangumiClientDeps,
  type OpenBangumiClient,
} from './create-bangumi-client.js';
export { bangumiUserAgent } from './user-agent.js';
export { collectionType, episodeState } from './states.js';
