import type { ScenarioInput } from '../../src/simulators/index.js';

const day = 86_400_000;
const firstBegin = Date.UTC(2000, 0, 3, 15);
const firstWatch = Date.UTC(2020, 0, 1);

/** What somebody has seen: each season is a show of its own and one Bangumi subject. */
export interface Shape {
  readonly name: string;
  readonly about: string;
  readonly seasons: number;
  /** Of a season, all watched but the last `unwatched`. */
  readonly episodes: number;
  readonly unwatched?: number;
  /** False: bangumi-data does not know the titles, they are searched. */
  readonly isMapped?: boolean;
}

export interface Season {
  readonly show: number;
  readonly subjectId: number;
  /** Bangumi's id of the first episode; the others follow. */
  readonly firstRow: number;
  readonly episodes: number;
  readonly watched: number;
}

/** Somebody with titles nobody else has seen, so that no cache knows them. */
export interface BenchPerson {
  readonly name: string;
  readonly traktToken: string;
  readonly bangumiToken: string;
  readonly shape: Shape;
  readonly seasons: readonly Season[];
}

export interface BenchWorld {
  readonly people: readonly BenchPerson[];
  readonly scenario: ScenarioInput;
  readonly idMap: object;
}

/** One person per shape named. */
export function createWorld(shapes: readonly Shape[]): BenchWorld {
  let index = 0;
  const people = shapes.map((shape, number): BenchPerson => {
    const name = `person-${number + 1}`;
    const watched = shape.episodes - (shape.unwatched ?? 0);
    const seasons = Array.from({ length: shape.seasons }, (): Season => {
      index += 1;
      return {
        show: index,
        subjectId: 20_000 + index,
        firstRow: 1_000_000 + index * 100,
        episodes: shape.episodes,
        watched,
      };
    });
    return { name, traktToken: `trakt-${name}`, bangumiToken: `bangumi-${name}`, shape, seasons };
  });
  const seasons = people.flatMap((person) => person.seasons);
  const known = people.filter(({ shape }) => shape.isMapped !== false);
  return {
    people,
    scenario: {
      name: 'bench',
      trakt: { shows: seasons.map(toShow), users: people.map(toTraktUser) },
      bangumi: {
        subjects: seasons.map(toSubject),
        users: people.map(({ name, bangumiToken: token }, at) => ({
          token,
          id: at + 1,
          username: name,
        })),
      },
    },
    idMap: { siteMeta: {}, items: known.flatMap((person) => person.seasons.map(toMapping)) },
  };
}

const beginOf = ({ show }: Season): number => firstBegin + show * 2 * day;
const iso = (at: number): string => new Date(at).toISOString();
const inJapan = (at: number): string => iso(at + 9 * 3_600_000).slice(0, 10);
const titleOf = ({ show }: Season): string => `番組${show}号`;

const toShow = (season: Season) => ({
  trakt: season.show,
  slug: `show-${season.show}`,
  tmdb: 5000 + season.show,
  title: `Show ${season.show}`,
  original_title: titleOf(season),
  year: new Date(beginOf(season)).getUTCFullYear(),
  country: 'jp',
  language: 'ja',
  genres: ['anime'],
  seasons: [
    {
      number: 1,
      runs: [{ first: 1, count: season.episodes, first_aired: iso(beginOf(season)) }],
    },
  ],
});

const toSubject = (season: Season) => ({
  id: season.subjectId,
  name: titleOf(season),
  date: inJapan(beginOf(season)),
  rows: [
    {
      first_id: season.firstRow,
      first_sort: 1,
      count: season.episodes,
      airdate: inJapan(beginOf(season)),
    },
  ],
});

const toMapping = (season: Season) => ({
  title: titleOf(season),
  titleTranslate: {},
  type: 'tv',
  lang: 'ja',
  officialSite: '',
  begin: iso(beginOf(season)),
  end: iso(beginOf(season) + season.episodes * 7 * day),
  comment: '',
  sites: [
    { site: 'bangumi', id: String(season.subjectId) },
    { site: 'tmdb', id: `tv/${5000 + season.show}` },
  ],
});

const toTraktUser = ({ name, traktToken: token, seasons }: BenchPerson, at: number) => ({
  token,
  username: name,
  trakt: at + 1,
  uuid: `uuid-of-${name}`,
  plays: seasons.map(({ show, watched: count }, index) => ({
    id: show * 100,
    show,
    season: 1,
    number: 1,
    count,
    watched_at: iso(firstWatch + index * day),
    every_minutes: 20,
  })),
});
