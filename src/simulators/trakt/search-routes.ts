import { Refusal, type Route, type SimRequest } from '../server/exchange.js';

import type { Catalogue, CatalogueItem } from './catalogue.js';
import { wants } from './paging.js';
import { renderTyped } from './render-items.js';

const idTypes = ['trakt', 'tmdb', 'tvdb', 'imdb'] as const;

/** What an id leads to; no token needed. An id nobody has is an empty list (Trakt API notes, id lookup). */
export const createSearchRoutes = ({ catalogue }: { readonly catalogue: Catalogue }): Route[] => [
  {
    method: 'GET',
    pattern: '/search/{id_type}/{id}',
    handle: (request) => {
      const idType = idTypes.find((known) => known === request.params['id_type']);
      if (idType === undefined) throw new Refusal({ status: 404 });
      const found = findItems(catalogue, idType, request.params['id'] ?? '');
      const asked = request.query.get('type');
      return {
        status: 200,
        json: found
          // Of IMDb ids the type is ignored.
          .filter(({ kind }) => asked === null || idType === 'imdb' || asked.includes(kind))
          .map((item) => ({ score: null, ...renderTyped(item, wantsFull(request)) })),
      };
    },
  },
];

const wantsFull = (request: SimRequest): boolean => wants(request, 'full');

function findItems(
  catalogue: Catalogue,
  idType: (typeof idTypes)[number],
  id: string,
): CatalogueItem[] {
  if (idType !== 'trakt') return catalogue.havingId(idType, id);
  const named = [catalogue.show(id), catalogue.movie(id), catalogue.episode(Number(id))];
  // A slug is no Trakt id.
  return named.filter((item) => item !== undefined).filter((item) => String(item.id) === id);
}
