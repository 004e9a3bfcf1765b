export {
  createTraktAuth,
  type OpenTraktAuth,
  type TraktAuthDeps,
} from './auth/create-trakt-auth.js';
export type { DevicePoll, TraktAuth } from './auth/trakt-auth.js';
export {
  createTraktClient,
  type OpenTraktClient,
  type TraktClientDeps,
} from './create-trakt-client.js';
export { largestListWrite } from './lists/list-item-calls.js';
export type {
  ListItemName,
  NewList,
  TraktList,
  TraktListItem,
  TraktLists,
} from './lists/trakt-lists.js';
export { largestPage } from './paged-requests.js';
export type {
  HistoryQuery,
  LastActivities,
  LibraryTitle,
  TraktClient,
  TraktCollected,
  TraktListed,
  TraktEpisode,
  TraktFound,
  TraktMovie,
  TraktPage,
  TraktPlay,
  TraktRating,
  TraktSeason,
  TraktSettings,
  TraktShow,
  WatchedSnapshot,
} from './trakt-client.js';
export { traktUserAgent } from './user-agent.js';
