import type { MappedPlace, SubjectLink } from '../../matching/index.js';

/** Where lists of ids say a subject is; not to be believed on its own. */
export interface Hint {
  readonly kind: 'show' | 'movie';
  readonly idType: 'tmdb' | 'tvdb' | 'imdb';
  readonly id: string;
  /** Null: somewhere in the show, or a film. 0 holds specials. */
  readonly season: number | null;
  /** The number of its first episode there; 1 where nobody says otherwise. */
  readonly start: number;
  /** Of `bangumi-ext-linker` one in twelve is wrong. */
  readonly source: 'bangumi-data' | SubjectLink['source'];
}

export interface Listed {
  /** By bangumi-data. */
  readonly places: readonly MappedPlace[];
  readonly links: readonly SubjectLink[];
  /** As far as is known; `IMDb` ids do not say. */
  readonly isFilm: boolean;
}

/** The surest one: bangumi-data before anime-lists before BangumiExtLinker, and the first of TMDB, TVDB, IMDb. */
export function chooseHint({ places, links, isFilm }: Listed): Hint | 'no-id' | 'ambiguous' {
  if (places.length > 0) return byBangumiData(places);
  for (const source of ['anime-lists', 'bangumi-ext-linker'] as const)
    for (const idType of ['tmdb', 'tvdb', 'imdb'] as const) {
      const own = links.filter((link) => link.source === source && link.idType === idType);
      if (own.length > 0) return byLinks(own, isFilm);
    }
  return 'no-id';
}

/** What is filed as a film and as a special of a show is a film. */
function byBangumiData(places: readonly MappedPlace[]): Hint | 'ambiguous' {
  const films = places.filter(({ kind }) => kind === 'movie');
  const meant = films.length > 0 ? films : places;
  const [first] = meant;
  if (first === undefined || meant.some(({ tmdb }) => tmdb !== first.tmdb)) return 'ambiguous';
  const { kind, tmdb } = first;
  const named = { kind, idType: 'tmdb', id: String(tmdb), source: 'bangumi-data' } as const;
  return { ...named, ...seasonOf(kind === 'movie' ? [] : meant) };
}

function byLinks(links: readonly SubjectLink[], isFilm: boolean): Hint | 'ambiguous' {
  const kindOf = ({ kind }: SubjectLink): Hint['kind'] =>
    kind === 'either' ? (isFilm ? 'movie' : 'show') : kind;
  const films = links.filter((link) => kindOf(link) === 'movie');
  const meant = films.length > 0 ? films : links;
  const [first] = meant;
  if (first === undefined || meant.some(({ id }) => id !== first.id)) return 'ambiguous';
  const { idType, id, source } = first;
  return { kind: kindOf(first), idType, id, source, ...seasonOf(films.length > 0 ? [] : meant) };
}

interface InSeason {
  readonly season: number | null;
  readonly start: number | null;
}

/** One regular season, or none of them in particular; specials only where there is nothing else. */
function seasonOf(at: readonly InSeason[]): Pick<Hint, 'season' | 'start'> {
  const regular = at.filter(({ season }) => season !== 0);
  const meant = regular.length > 0 ? regular : at;
  const [first] = meant;
  const isOne = first !== undefined && meant.every(({ season }) => season === first.season);
  return isOne ? { season: first.season, start: first.start ?? 1 } : { season: null, start: 1 };
}
