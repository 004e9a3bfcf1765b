import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  createHttp,
  type HttpOptions,
  type SharedLimits,
  type UpstreamHttp,
  type UpstreamRequest,
} from '../http/index.js';
import { lastActivitiesSchema, settingsSchema, watchedSnapshotSchema } from './account-schemas.js';
import { createAnswerReader, type AnswerReader } from './answer-reader.js';
import { judgeTraktAnswer } from './judge-trakt-answer.js';
import { listCalls } from './lists/list-calls.js';
import { listItemCalls } from './lists/list-item-calls.js';
import type { TraktLists } from './lists/trakt-lists.js';
import {
  episodeSchema,
  movieSchema,
  seasonsSchema,
  showSchema,
  titlesSchema,
} from './media-schemas.js';
import { toHistoryRequest, toLibraryQuery, toPaging } from './paged-requests.js';
import {
  collectionRows,
  foundRows,
  historyRows,
  ratingRows,
  watchedRows,
  watchlistRows,
} from './row-schemas.js';
import type { TitleName, TraktClient, TraktCollected } from './trakt-client.js';
import { createTraktGates, type TraktLimits } from './trakt-limits.js';

export interface TraktClientDeps {
  /** With or without path prefix and trailing slash. */
  readonly apiUrl: string;
  /** The operator's own app; sent with every request, never shown in an error. */
  readonly clientId: string;
  /** See `traktUserAgent`. */
  readonly userAgent: string;
  readonly limits?: TraktLimits | 'off' | undefined;
  /** Counts and waits shared with other processes; absent = kept in this client. */
  readonly shared?: SharedLimits | undefined;
  readonly http?: HttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

/** All of Trakt; holds sockets open until `destroy`. */
export interface OpenTraktClient extends TraktClient, TraktLists {
  destroy: () => void;
}

/** Rates are kept per `access.limitKey`; `UpstreamError` is all that is thrown, besides the caller's own abort reason. */
export function createTraktClient(deps: TraktClientDeps): OpenTraktClient {
  const http = openHttp(deps);
  const reader = createAnswerReader(http);
  return {
    ...accountReads(reader),
    ...pageReads(reader),
    ...mediaReads(reader),
    ...titleReads(reader),
    ...listCalls(http, reader),
    ...listItemCalls(http, reader),
    destroy: http.destroy,
  };
}

type Reads<Names extends keyof TraktClient> = Pick<TraktClient, Names>;

const accountReads = ({
  readOne,
  readWhole,
}: AnswerReader): Reads<'readLastActivities' | 'readSettings' | 'readWatchedSnapshot'> => ({
  readLastActivities: (access, options) =>
    readOne({ request: get('/sync/last_activities'), access, options }, lastActivitiesSchema),
  readSettings: (access, options) =>
    readOne({ request: get('/users/settings'), access, options }, settingsSchema),
  readWatchedSnapshot: (access, type, options) => {
    const request = get('/sync/watched/{type}', { at: { type }, query: { extended: 'min' } });
    return readWhole({ request, access, options }, watchedSnapshotSchema);
  },
});

const pageReads = ({
  readPage,
}: AnswerReader): Reads<
  | 'readHistoryPage'
  | 'readWatchedPage'
  | 'readRatingsPage'
  | 'readCollectionPage'
  | 'readWatchlistPage'
> => ({
  readHistoryPage: (access, query, options) =>
    readPage({ request: toHistoryRequest(query), access, options }, historyRows),
  readWatchedPage: (access, { type, ...query }, options) => {
    const request = get('/sync/watched/{type}', { at: { type }, query: toPaging(query) });
    return readPage({ request, access, options }, watchedRows(rowTypes[type]));
  },
  readRatingsPage: (access, query, options) =>
    readPage(
      { request: get('/sync/ratings', { query: toLibraryQuery(query) }), access, options },
      ratingRows,
    ),
  readCollectionPage: (access, { type, ...query }, options) => {
    const request = get('/sync/collection/{type}', { at: { type }, query: toLibraryQuery(query) });
    return readPage({ request, access, options }, collectionRows(rowTypes[type]));
  },
  readWatchlistPage: (access, query, options) =>
    readPage(
      { request: get('/sync/watchlist', { query: toLibraryQuery(query) }), access, options },
      watchlistRows,
    ),
});

const mediaReads = ({
  readOne,
  readWhole,
}: AnswerReader): Reads<'readSeasons' | 'readShow' | 'readMovie' | 'readEpisode' | 'findById'> => ({
  readSeasons: (access, id, options) => {
    const request = get('/shows/{id}/seasons', {
      at: { id },
      query: { extended: 'full,episodes' },
    });
    return readWhole({ request, access, options }, seasonsSchema);
  },
  readShow: (access, id, options) =>
    readOne(
      { request: get('/shows/{id}', { at: { id }, query: full }), access, options },
      showSchema,
    ),
  readMovie: (access, id, options) =>
    readOne(
      { request: get('/movies/{id}', { at: { id }, query: full }), access, options },
      movieSchema,
    ),
  readEpisode: (access, { showId: id, season, number: episode }, options) => {
    const path = '/shows/{id}/seasons/{season}/episodes/{episode}';
    const request = get(path, { at: { id, season, episode }, query: full });
    return readOne({ request, access, options }, episodeSchema);
  },
  // Of IMDb ids Trakt ignores the type (Trakt API notes, id lookup).
  findById: async (access, { idType, id, type }, options) => {
    const at = { id_type: idType, id };
    const request = get('/search/{id_type}/{id}', { at, query: { type, ...full } });
    const found = await readOne({ request, access, options }, foundRows);
    return found.filter((row) => row !== null).filter((row) => row.type === type);
  },
});

const titleReads = ({ readWhole }: AnswerReader): Reads<'readAliases' | 'readTranslations'> => ({
  readAliases: (access, of, options) =>
    readWhole({ request: getTitles(of, 'aliases'), access, options }, titlesSchema),
  readTranslations: (access, of, options) =>
    readWhole({ request: getTitles(of, 'translations'), access, options }, titlesSchema),
});

const getTitles = (
  { media, traktId: id }: TitleName,
  what: 'aliases' | 'translations',
): UpstreamRequest => get(`/${media}s/{id}/${what}`, { at: { id } });

const openHttp = ({
  apiUrl,
  clientId,
  userAgent,
  limits = {},
  shared,
  http,
  log,
  clock,
}: TraktClientDeps): UpstreamHttp =>
  createHttp({
    service: 'trakt',
    baseUrl: apiUrl,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': userAgent,
      'trakt-api-version': '2',
      'trakt-api-key': clientId,
    },
    secrets: [clientId],
    gates: createTraktGates(limits, shared?.count),
    shared,
    judge: judgeTraktAnswer,
    options: http,
    log,
    clock,
  });

const get = (path: string, rest: Pick<UpstreamRequest, 'at' | 'query'> = {}): UpstreamRequest => ({
  method: 'GET',
  path,
  ...rest,
});

const full = { extended: 'full' };

const rowTypes: Readonly<Record<'movies' | 'shows' | 'episodes', TraktCollected['type']>> = {
  movies: 'movie',
  shows: 'show',
  episodes: 'episode',
};
