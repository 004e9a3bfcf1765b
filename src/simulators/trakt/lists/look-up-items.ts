import type { Catalogue, CatalogueItem } from '../catalogue.js';
import type { ItemsBody, NamedItem, NamedShow } from './list-bodies.js';
import type { NewEntry } from './list-desk.js';

const groups = ['movies', 'shows', 'seasons', 'episodes', 'people'] as const;
type Group = (typeof groups)[number];

/** What a body names: what there is, and what nobody knows, as it was written. */
export interface LookedUp {
  readonly found: readonly NewEntry[];
  readonly notFound: Readonly<Record<Group, readonly object[]>>;
  readonly hasNotes: boolean;
}

export function lookUpItems(catalogue: Catalogue, body: ItemsBody): LookedUp {
  const found: NewEntry[] = [];
  const notFound: Record<Group, object[]> = {
    movies: [],
    shows: [],
    seasons: [],
    episodes: [],
    people: [],
  };
  for (const group of groups) {
    for (const named of body[group] ?? []) {
      const items = lookUp(catalogue, group, named);
      if (items.length === 0) notFound[group].push({ ids: named.ids });
      for (const item of items) found.push({ item, notes: named.notes ?? null });
    }
  }
  const hasNotes = groups.some((group) =>
    (body[group] ?? []).some(({ notes }) => (notes ?? '') !== ''),
  );
  return { found, notFound, hasNotes };
}

/** How many of each group, as answers count. */
export const countByGroup = (
  entries: readonly { readonly item: CatalogueItem }[],
): Record<Group, number> => {
  const count = (kind: CatalogueItem['kind']): number =>
    entries.filter(({ item }) => item.kind === kind).length;
  return {
    movies: count('movie'),
    shows: count('show'),
    seasons: count('season'),
    episodes: count('episode'),
    people: 0,
  };
};

function lookUp(
  catalogue: Catalogue,
  group: Group,
  named: NamedItem | NamedShow,
): readonly CatalogueItem[] {
  const { trakt } = named.ids;
  switch (group) {
    case 'movies':
      return toList(titleOf(catalogue, 'movie', named));
    case 'shows':
      return partsOf(catalogue, titleOf(catalogue, 'show', named), named);
    case 'seasons':
      return toList(catalogue.season(trakt ?? 0));
    case 'episodes':
      return toList(catalogue.episode(trakt ?? 0));
    case 'people':
      return [];
  }
}

const toList = <T>(item: T | undefined): readonly T[] => (item === undefined ? [] : [item]);

/** By the first id that leads somewhere, Trakt's own first. */
function titleOf(
  catalogue: Catalogue,
  kind: 'movie' | 'show',
  { ids: { trakt, slug, imdb, tmdb, tvdb } }: NamedItem,
): CatalogueItem | undefined {
  const byName = [trakt, slug, imdb].flatMap((name) => toList(name ?? undefined));
  const own = byName
    .map((name) => catalogue[kind](String(name)))
    .find((item) => item !== undefined);
  if (own !== undefined) return own;
  const foreign = [
    ...(typeof tmdb === 'number' ? catalogue.havingId('tmdb', String(tmdb)) : []),
    ...(typeof tvdb === 'number' ? catalogue.havingId('tvdb', String(tvdb)) : []),
  ];
  return foreign.find((item) => item.kind === kind);
}

/** A show that names seasons or episodes stands for those and not for itself. */
function partsOf(
  catalogue: Catalogue,
  show: CatalogueItem | undefined,
  named: NamedItem | NamedShow,
): readonly CatalogueItem[] {
  if (show?.kind !== 'show') return [];
  const seasons = 'seasons' in named ? (named.seasons ?? []) : [];
  if (seasons.length === 0) return [show];
  return seasons.flatMap(({ number: season, episodes }): readonly CatalogueItem[] => {
    const at = { show: show.id, season };
    if ((episodes ?? []).length === 0) return toList(catalogue.seasonAt(at));
    return (episodes ?? []).flatMap(({ number }) => toList(catalogue.episodeAt({ ...at, number })));
  });
}
