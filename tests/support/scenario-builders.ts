import type { ScenarioInput } from '../../src/simulators/index.js';

type TraktScenario = ScenarioInput['trakt'];
type Show = NonNullable<TraktScenario['shows']>[number];
type Movie = NonNullable<TraktScenario['movies']>[number];
type Subject = NonNullable<ScenarioInput['bangumi']['subjects']>[number];

/** A title on Trakt and on Bangumi, and where the id map puts it. All ids follow from one small number. */
export interface TestTitle {
  readonly subjectId: number;
  /** Trakt's id of the show or film. */
  readonly traktId: number;
  readonly kind: 'show' | 'movie';
  /** Bangumi's id of an episode by its number. */
  readonly row: (number: number) => number;
  readonly show?: Show;
  readonly movie?: Movie;
  readonly subject?: Subject;
  readonly mapping?: object;
}

export interface AnAnime {
  readonly episodes?: number;
  /** False: Trakt names no TMDB id. */
  readonly hasTmdb?: boolean;
  readonly genres?: string[];
  readonly season?: number;
  /** What Trakt calls it besides. */
  readonly aliases?: Show['aliases'];
  readonly translations?: Show['translations'];
  /** What Bangumi calls it besides, in its infobox. */
  readonly names?: string[];
}

const firstAired = '2020-01-07T15:00:00.000Z';
const firstAiredInJapan = '2020-01-08';

const idsOf = (n: number) => ({
  traktId: n,
  subjectId: 1000 + n,
  tmdb: 50_000 + n,
  row: (number: number): number => (1000 + n) * 1000 + number,
});

const usual = { episodes: 12, hasTmdb: true, genres: ['anime'], season: 1, names: [] as string[] };

/** One season of weekly episodes that is one subject on Bangumi. `n`: 1 to 900, each once. */
export function anAnime(n: number, options: AnAnime = {}): TestTitle {
  const { episodes, hasTmdb, genres, season, names, ...titles } = { ...usual, ...options };
  const { traktId, subjectId, tmdb, row } = idsOf(n);
  // Without an id to go by it must not be found by its title either.
  const name = hasTmdb ? `アニメ ${n}` : `別の作品 ${n}`;
  const runs = [{ first: 1, count: episodes, first_aired: firstAired }];
  return {
    kind: 'show',
    traktId,
    subjectId,
    row,
    show: {
      trakt: traktId,
      slug: `anime-${n}`,
      tmdb: hasTmdb ? tmdb : null,
      title: `Anime ${n}`,
      year: 2020,
      country: genres.length > 0 ? 'jp' : 'us',
      genres,
      ...titles,
      seasons: [{ number: season, runs }],
    },
    subject: {
      id: subjectId,
      name,
      aliases: names,
      date: firstAiredInJapan,
      rows: [{ first_id: row(1), first_sort: 1, count: episodes, airdate: firstAiredInJapan }],
    },
    mapping: {
      title: name,
      begin: firstAired,
      sites: [
        { site: 'tmdb', id: `tv/${tmdb}/season/${season}` },
        { site: 'bangumi', id: String(subjectId) },
      ],
    },
  };
}

/** A film; `hasRow: false` leaves it without episode rows, so that its collection is all there is to set. */
export function aFilm(n: number, { hasRow = true }: { readonly hasRow?: boolean } = {}): TestTitle {
  const { traktId, subjectId, tmdb, row } = idsOf(n);
  return {
    kind: 'movie',
    traktId,
    subjectId,
    row,
    movie: {
      trakt: traktId,
      slug: `film-${n}`,
      tmdb,
      title: `Film ${n}`,
      year: 2020,
      country: 'jp',
      released: firstAiredInJapan,
    },
    subject: {
      id: subjectId,
      name: `映画 ${n}`,
      platform: '剧场版',
      date: firstAiredInJapan,
      rows: hasRow ? [{ first_id: row(1), first_sort: 1, airdate: firstAiredInJapan }] : [],
    },
    mapping: {
      title: `映画 ${n}`,
      begin: firstAired,
      sites: [
        { site: 'tmdb', id: `movie/${tmdb}` },
        { site: 'bangumi', id: String(subjectId) },
      ],
    },
  };
}

/** Somebody with an account on either side and nothing in them. */
export interface TestAccount {
  readonly name: string;
  readonly traktToken: string;
  readonly bangumiToken: string;
}

export const anAccount = (n: number): TestAccount => ({
  name: `person-${n}`,
  traktToken: `trakt-token-${n}`,
  bangumiToken: `bangumi-token-${n}`,
});

/** A world of these titles and accounts, and the id map that goes with it. */
export function aWorld(
  titles: readonly TestTitle[],
  accounts: readonly TestAccount[],
): { readonly scenario: ScenarioInput; readonly idMap: object } {
  const scenario: ScenarioInput = {
    name: 'a test of ours',
    trakt: {
      client_ids: ['the-client'],
      shows: titles.flatMap(({ show }) => (show === undefined ? [] : [show])),
      movies: titles.flatMap(({ movie }) => (movie === undefined ? [] : [movie])),
      users: accounts.map(({ name, traktToken }, index) => ({
        token: traktToken,
        username: name,
        trakt: index + 1,
        uuid: `uuid-of-${name}`,
      })),
    },
    bangumi: {
      subjects: titles.flatMap(({ subject }) => (subject === undefined ? [] : [subject])),
      users: accounts.map(({ name, bangumiToken }, index) => ({
        token: bangumiToken,
        id: index + 1,
        username: name,
      })),
    },
  };
  return { scenario, idMap: { items: titles.flatMap(({ mapping }) => mapping ?? []) } };
}
