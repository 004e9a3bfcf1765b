import type { Scenario, ScenarioItemName, ScenarioMovie, ScenarioShow } from '../scenario.js';

const day = 86_400_000;

export interface CatalogueEpisode {
  readonly kind: 'episode';
  readonly id: number;
  readonly season: number;
  readonly number: number;
  readonly numberAbs: number | null;
  readonly firstAired: string | null;
  readonly show: CatalogueShow;
}
export interface CatalogueSeason {
  readonly kind: 'season';
  readonly id: number;
  readonly show: CatalogueShow;
  readonly number: number;
  readonly episodes: readonly CatalogueEpisode[];
}
export interface CatalogueShow {
  readonly kind: 'show';
  readonly id: number;
  readonly source: ScenarioShow;
  readonly seasons: readonly CatalogueSeason[];
}
export interface CatalogueMovie {
  readonly kind: 'movie';
  readonly id: number;
  readonly source: ScenarioMovie;
}
export type CatalogueItem = CatalogueEpisode | CatalogueSeason | CatalogueShow | CatalogueMovie;

type Run = ScenarioShow['seasons'][number]['runs'][number];

/** Made-up Trakt ids stay in one range per show: 10,000 episodes a season, 100 seasons. */
const madeUpEpisodeId = (show: number, season: number, number: number): number =>
  show * 1_000_000 + season * 10_000 + number;
const madeUpSeasonId = (show: number, season: number): number => show * 100 + season;

function* expandRun(run: Run, season: number, show: CatalogueShow): Generator<CatalogueEpisode> {
  const firstAired = run.first_aired === null ? null : Date.parse(run.first_aired);
  for (let step = 0; step < run.count; step += 1) {
    const number = run.first + step;
    yield {
      kind: 'episode',
      id:
        run.first_id === undefined ? madeUpEpisodeId(show.id, season, number) : run.first_id + step,
      season,
      number,
      numberAbs: run.first_abs === undefined ? null : run.first_abs + step,
      firstAired:
        firstAired === null
          ? null
          : new Date(firstAired + step * run.every_days * day).toISOString(),
      show,
    };
  }
}

function toShow(source: ScenarioShow): CatalogueShow {
  const seasons: CatalogueSeason[] = [];
  const show: CatalogueShow = { kind: 'show', id: source.trakt, source, seasons };
  for (const season of source.seasons) {
    const episodes = season.runs.flatMap((run) => [...expandRun(run, season.number, show)]);
    const id = madeUpSeasonId(show.id, season.number);
    seasons.push({ kind: 'season', id, show, number: season.number, episodes });
  }
  return show;
}

/** Shows, seasons, episodes and movies by every name Trakt answers to: Trakt id, slug, IMDb id. */
export interface Catalogue {
  show(name: string): CatalogueShow | undefined;
  movie(name: string): CatalogueMovie | undefined;
  season(id: number): CatalogueSeason | undefined;
  seasonAt(at: { readonly show: number; readonly season: number }): CatalogueSeason | undefined;
  episode(id: number): CatalogueEpisode | undefined;
  /** Shows and films that have this id in another catalogue. */
  havingId(idType: 'tmdb' | 'tvdb' | 'imdb', id: string): (CatalogueShow | CatalogueMovie)[];
  episodeAt(at: {
    readonly show: number;
    readonly season: number;
    readonly number: number;
  }): CatalogueEpisode | undefined;
}

function byAnyName<T extends CatalogueShow | CatalogueMovie>(items: readonly T[]): Map<string, T> {
  const names = new Map<string, T>();
  for (const item of items) {
    names.set(String(item.id), item);
    names.set(item.source.slug, item);
    if (item.source.imdb !== null) names.set(item.source.imdb, item);
  }
  return names;
}

const foreignIds = ({ source }: CatalogueShow | CatalogueMovie) => ({
  tvdb: null,
  ...source,
});

export function createCatalogue(trakt: Scenario['trakt']): Catalogue {
  const shows = trakt.shows.map(toShow);
  const movies = trakt.movies.map((source): CatalogueMovie => ({
    kind: 'movie',
    id: source.trakt,
    source,
  }));
  const showNames = byAnyName(shows);
  const movieNames = byAnyName(movies);
  const seasons = new Map(
    shows.flatMap((show) => show.seasons.map((season) => [season.id, season] as const)),
  );
  const episodes = new Map<number, CatalogueEpisode>();
  const positions = new Map<string, CatalogueEpisode>();
  for (const season of seasons.values()) {
    for (const episode of season.episodes) {
      episodes.set(episode.id, episode);
      positions.set(`${episode.show.id}/${season.number}/${episode.number}`, episode);
    }
  }
  return {
    show: (name) => showNames.get(name),
    movie: (name) => movieNames.get(name),
    season: (id) => seasons.get(id),
    seasonAt: ({ show, season }) =>
      showNames.get(String(show))?.seasons.find(({ number }) => number === season),
    episode: (id) => episodes.get(id),
    havingId: (idType, id) =>
      [...shows, ...movies].filter((item) => String(foreignIds(item)[idType] ?? '') === id),
    episodeAt: (at) => positions.get(`${at.show}/${at.season}/${at.number}`),
  };
}

export function findItem(catalogue: Catalogue, name: ScenarioItemName): CatalogueItem {
  const found = findNamed(catalogue, name);
  if (found === undefined) throw new Error(`The scenario has no ${JSON.stringify(name)}`);
  return found;
}

function findNamed(catalogue: Catalogue, name: ScenarioItemName): CatalogueItem | undefined {
  if ('movie' in name) return catalogue.movie(String(name.movie));
  if ('number' in name) return catalogue.episodeAt(name);
  return 'season' in name ? catalogue.seasonAt(name) : catalogue.show(String(name.show));
}
