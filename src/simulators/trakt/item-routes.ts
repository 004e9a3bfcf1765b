import { Refusal, type Route, type SimRequest } from '../server/exchange.js';

import type { Catalogue, CatalogueMovie, CatalogueShow } from './catalogue.js';
import { wants } from './paging.js';
import {
  renderAliases,
  renderEpisode,
  renderMovie,
  renderSeason,
  renderShow,
  renderTranslations,
} from './render-items.js';

/** Summaries, seasons and other titles; no token needed (Trakt API notes §8). */
export function createItemRoutes({ catalogue }: { readonly catalogue: Catalogue }): Route[] {
  function showOf(request: SimRequest): CatalogueShow {
    const show = catalogue.show(request.params['id'] ?? '');
    if (show === undefined) throw new Refusal({ status: 404 });
    return show;
  }
  function movieOf(request: SimRequest): CatalogueMovie {
    const movie = catalogue.movie(request.params['id'] ?? '');
    if (movie === undefined) throw new Refusal({ status: 404 });
    return movie;
  }
  return [
    {
      method: 'GET',
      pattern: '/shows/{id}',
      handle: (request) => ({
        status: 200,
        json: renderShow(showOf(request), wants(request, 'full')),
      }),
    },
    {
      method: 'GET',
      pattern: '/shows/{id}/seasons',
      handle: (request) => {
        const extent = { full: wants(request, 'full'), episodes: wants(request, 'episodes') };
        return {
          status: 200,
          json: showOf(request).seasons.map((season) => renderSeason(season, extent)),
        };
      },
    },
    {
      method: 'GET',
      pattern: '/shows/{id}/seasons/{season}/episodes/{number}',
      handle: (request) => {
        const { season, number } = request.params;
        const episode = catalogue.episodeAt({
          show: showOf(request).id,
          season: Number(season),
          number: Number(number),
        });
        if (episode === undefined) throw new Refusal({ status: 404 });
        return { status: 200, json: renderEpisode(episode, wants(request, 'full')) };
      },
    },
    {
      method: 'GET',
      pattern: '/movies/{id}',
      handle: (request) => ({
        status: 200,
        json: renderMovie(movieOf(request), wants(request, 'full')),
      }),
    },
    ...titleRoutes('/shows/{id}', showOf),
    ...titleRoutes('/movies/{id}', movieOf),
  ];
}

/** Unpaged; a language may be named in the query and, the older way, in the path. */
function titleRoutes(
  item: string,
  itemOf: (request: SimRequest) => CatalogueShow | CatalogueMovie,
): Route[] {
  const translationsOf = (request: SimRequest, language: string | null) => ({
    status: 200,
    json: renderTranslations(itemOf(request), language),
  });
  return [
    {
      method: 'GET',
      pattern: `${item}/aliases`,
      handle: (request) => ({ status: 200, json: renderAliases(itemOf(request)) }),
    },
    {
      method: 'GET',
      pattern: `${item}/translations`,
      handle: (request) => translationsOf(request, request.query.get('language')),
    },
    {
      method: 'GET',
      pattern: `${item}/translations/{language}`,
      handle: (request) => translationsOf(request, request.params['language'] ?? null),
    },
  ];
}
