import { Refusal, type Route, type SimRequest } from '../server/exchange.js';

import type { Catalogue, CatalogueShow } from './catalogue.js';
import { wants } from './paging.js';
import { renderEpisode, renderMovie, renderSeason, renderShow } from './render-items.js';

/** Summaries and seasons; no token needed (Trakt API notes §8). */
export function createItemRoutes({ catalogue }: { readonly catalogue: Catalogue }): Route[] {
  function showOf(request: SimRequest): CatalogueShow {
    const show = catalogue.show(request.params['id'] ?? '');
    if (show === undefined) throw new Refusal({ status: 404 });
    return show;
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
      handle: (request) => {
        const movie = catalogue.movie(request.params['id'] ?? '');
        if (movie === undefined) throw new Refusal({ status: 404 });
        return { status: 200, json: renderMovie(movie, wants(request, 'full')) };
      },
    },
  ];
}
