import { groupBy } from '../../platform/lib/group-by.js';
import { Refusal, type Answer, type Route, type SimRequest } from '../server/exchange.js';

import type { TraktAccount } from './accounts.js';
import type { CatalogueEpisode, CatalogueShow } from './catalogue.js';
import { isPaged, pageAnswer, readPage, wants } from './paging.js';
import type { Play } from './play-index.js';
import { renderEpisode, renderMovie, renderShow } from './render-items.js';

const unknownDate = '1970-01-01T00:00:00.000Z';

/** Plays come latest first, so a group's first play is its last watch and groups come in the order Trakt lists them. */
const totals = (plays: readonly Play[]): object => ({
  plays: plays.length,
  last_watched_at: plays[0]?.watchedAt ?? unknownDate,
  last_updated_at: plays[0]?.watchedAt ?? unknownDate,
});

const episodesOf = (plays: readonly Play[]): CatalogueEpisode[] =>
  plays.map((play) => play.item).filter((item) => item.kind === 'episode');

function renderProgress(plays: readonly Play[]): object[] {
  const seasons = groupBy(plays, (play) => (play.item.kind === 'episode' ? play.item.season : 0));
  return [...seasons]
    .sort(([left], [right]) => left - right)
    .map(([number, ofSeason]) => ({
      number,
      episodes: [
        ...groupBy(ofSeason, (play) => (play.item.kind === 'episode' ? play.item.number : 0)),
      ]
        .sort(([left], [right]) => left - right)
        .map(([episode, ofEpisode]) => ({
          number: episode,
          plays: ofEpisode.length,
          last_watched_at: ofEpisode[0]?.watchedAt,
        })),
    }));
}

const showIdOf = (play: Play): number => (play.item.kind === 'episode' ? play.item.show.id : 0);

function watchedMovie(plays: readonly Play[], full: boolean): object {
  const item = plays[0]?.item;
  return { ...totals(plays), ...(item?.kind === 'movie' && { movie: renderMovie(item, full) }) };
}
function watchedEpisode(plays: readonly Play[], full: boolean): object {
  const [episode] = episodesOf(plays);
  return {
    ...totals(plays),
    ...(episode !== undefined && { episode: renderEpisode(episode, full) }),
  };
}
function watchedShow(plays: readonly Play[], request: SimRequest): object {
  const [episode] = episodesOf(plays);
  if (episode === undefined) return {};
  const show: CatalogueShow = episode.show;
  const aired = show.seasons
    .filter((season) => season.number > 0)
    .reduce((sum, season) => sum + season.episodes.length, 0);
  return {
    ...totals(plays),
    reset_at: null,
    show: { ...renderShow(show, wants(request, 'full')), aired_episodes: aired },
    ...(wants(request, 'progress') && { seasons: renderProgress(plays) }),
  };
}

const times = (plays: readonly Play[]): string[] => plays.map((play) => play.watchedAt);

/** Season keys are Trakt season ids, or numbers with `season_numbers=true` (form unconfirmed, Trakt API notes §5.3). */
function minimalShow(plays: readonly Play[], request: SimRequest): object {
  const byNumber = request.query.get('season_numbers') === 'true';
  const seasonKey = (play: Play): number => {
    if (play.item.kind !== 'episode') return 0;
    const { season, show } = play.item;
    return byNumber
      ? season
      : (show.seasons.find((other) => other.number === season)?.id ?? season);
  };
  return Object.fromEntries(
    [...groupBy(plays, seasonKey)].map(([season, ofSeason]) => [
      season,
      Object.fromEntries(
        [...groupBy(ofSeason, (play) => play.item.id)].map(([id, ofEpisode]) => [
          id,
          times(ofEpisode),
        ]),
      ),
    ]),
  );
}

type Type = 'movies' | 'shows' | 'episodes';

function readType(request: SimRequest): Type {
  const type = request.params['type'];
  if (type === 'movies' || type === 'shows' || type === 'episodes') return type;
  throw new Refusal({ status: 404 });
}

/** Groups are made once per state of the account, not once per page. */
function createGroups() {
  const cache = new WeakMap<
    TraktAccount,
    { version: number; byType: Map<Type, [number, Play[]][]> }
  >();
  return (account: TraktAccount, type: Type): [number, Play[]][] => {
    const version = account.plays.version();
    let cached = cache.get(account);
    if (cached?.version !== version) {
      cached = { version, byType: new Map() };
      cache.set(account, cached);
    }
    const plays = cached.byType.get(type);
    if (plays !== undefined) return plays;
    const all = account.plays.all(type === 'movies' ? 'movies' : 'episodes');
    const groups = [...groupBy(all, type === 'shows' ? showIdOf : (play) => play.item.id)];
    cached.byType.set(type, groups);
    return groups;
  };
}

function renderMinimal(
  groups: readonly [number, Play[]][],
  type: Type,
  request: SimRequest,
): object {
  return Object.fromEntries(
    groups.map(([id, plays]) => [
      id,
      type === 'shows' ? minimalShow(plays, request) : times(plays),
    ]),
  );
}

/** Trakt API notes §5.3: paged by 100 unless `extended=min`, which is whole unless a page is asked for. */
export function createWatchedRoutes({
  accountOf,
}: {
  readonly accountOf: (request: SimRequest) => TraktAccount;
}): Route[] {
  const groupsOf = createGroups();

  function render(groups: readonly [number, Play[]][], type: Type, request: SimRequest): object[] {
    const full = wants(request, 'full');
    return groups.map(([, plays]) => {
      if (type === 'movies') return watchedMovie(plays, full);
      return type === 'episodes' ? watchedEpisode(plays, full) : watchedShow(plays, request);
    });
  }
  function answer(request: SimRequest): Answer {
    const type = readType(request);
    const groups = groupsOf(accountOf(request), type);
    const minimal = wants(request, 'min');
    // A clamped page reaches the snapshot too: that is how "paged after all" is simulated.
    if (minimal && !isPaged(request) && request.maxLimit === undefined)
      return { status: 200, json: renderMinimal(groups, type, request) };
    const page = readPage(request, wants(request, 'progress') ? { most: 100 } : {});
    const ofPage = groups.slice(page.from, page.from + page.limit);
    return pageAnswer(
      minimal ? renderMinimal(ofPage, type, request) : render(ofPage, type, request),
      page,
      groups.length,
    );
  }
  return [{ method: 'GET', pattern: '/sync/watched/{type}', handle: answer }];
}
