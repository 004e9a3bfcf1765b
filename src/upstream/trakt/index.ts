export {
  createTraktClient,
  type OpenTraktClient,
  type TraktClientDeps,
} from './create-trakt-client.js';
export type {
  HistoryQuery,
  LastActivities,
  PageQuery,
  TraktClient,
  TraktCollected,
  TraktEpisode,
  TraktIds,
  TraktListed,
  TraktMovie,
  TraktPage,
  TraktPlay,
  TraktRating,
  TraktSeason,
  TraktSettings,
  TraktShow,
  WatchedSnapshot,
} from './trakt-client.js';
export type { TraktLimits } from './trakt-limits.js';
export { traktUserAgent } from './user-agent.js';
