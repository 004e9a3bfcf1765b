import type { BangumiDataItem, EpisodeItem, TitleFacts } from '../../src/areas/matching/index.js';
import type { ScenarioInput } from '../../src/simulators/index.js';

type Show = NonNullable<ScenarioInput['trakt']['shows']>[number];
type Subject = NonNullable<ScenarioInput['bangumi']['subjects']>[number];

/** A season on Trakt, what it is on Bangumi, and what the id map says of it. */
export interface Season {
  readonly kind: string;
  readonly items: readonly EpisodeItem[];
  readonly show: Show;
  readonly subjects: readonly Subject[];
  readonly mapItems: readonly BangumiDataItem[];
}

export const token = 'bench';

const day = 86_400_000;
const first = Date.parse('2010-01-02T14:00:00.000Z');
const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);

interface Cour {
  readonly name: string;
  readonly count: number;
  readonly firstSort: number;
  /** Weeks after the show's first episode. */
  readonly after: number;
  /** Its TMDB key; null: the map does not know it. */
  readonly key: ((tmdb: number) => string) | null;
}

/** The kinds, how often each is made, and its cours; the season on Trakt goes through all of them unless `only` says which. */
const kinds: readonly {
  readonly kind: string;
  readonly times: number;
  readonly season: number;
  readonly cours: readonly Cour[];
  readonly only?: number;
  readonly restarts?: boolean;
  /** The show comes without its Japanese title, which is among Trakt's aliases. */
  readonly isAlias?: boolean;
}[] = [
  {
    kind: 'known, one subject',
    times: 300,
    season: 1,
    cours: [{ name: '', count: 12, firstSort: 1, after: 0, key: (tmdb) => `tv/${tmdb}` }],
  },
  {
    kind: 'known, two cours without start',
    times: 100,
    season: 1,
    cours: [
      { name: '', count: 12, firstSort: 1, after: 0, key: (tmdb) => `tv/${tmdb}` },
      { name: '(第2クール)', count: 12, firstSort: 1, after: 26, key: (tmdb) => `tv/${tmdb}` },
    ],
  },
  {
    kind: 'known, one of 500 episodes',
    times: 4,
    season: 1,
    cours: [{ name: '', count: 500, firstSort: 1, after: 0, key: (tmdb) => `tv/${tmdb}` }],
  },
  {
    kind: 'first season unknown to the map',
    times: 80,
    season: 1,
    cours: [{ name: '', count: 12, firstSort: 1, after: 0, key: null }],
  },
  {
    kind: 'first season unknown, by an alias alone',
    times: 13,
    season: 1,
    isAlias: true,
    cours: [{ name: '', count: 12, firstSort: 1, after: 0, key: null }],
  },
  {
    kind: 'second season unknown, first known',
    times: 40,
    season: 2,
    only: 1,
    restarts: true,
    cours: [
      { name: '', count: 12, firstSort: 1, after: 0, key: (tmdb) => `tv/${tmdb}` },
      { name: '第2期', count: 12, firstSort: 13, after: 60, key: null },
    ],
  },
  {
    kind: 'second season, show unknown',
    times: 13,
    season: 2,
    only: 1,
    restarts: true,
    cours: [
      { name: '', count: 12, firstSort: 1, after: 0, key: null },
      { name: '第2期', count: 12, firstSort: 1, after: 60, key: null },
    ],
  },
];

/** About 10,000 episodes. */
export function makeSeasons(): Season[] {
  let n = 0;
  return kinds.flatMap((made) =>
    Array.from({ length: made.times }, () => {
      n += 1;
      return makeSeason(n, made);
    }),
  );
}

function makeSeason(n: number, made: (typeof kinds)[number]): Season {
  const title = `夜明けの${String.fromCodePoint(0x4e00 + n * 7)}${String.fromCodePoint(0x5e00 + n * 11)}譚`;
  const began = first + (n % 500) * 7 * day;
  const show: TitleFacts = {
    traktId: n,
    title: `Tale ${n}`,
    originalTitle: made.isAlias === true ? null : title,
    year: new Date(began).getUTCFullYear(),
    tmdb: 1_000 + n,
    tvdb: null,
    imdb: null,
    country: 'jp',
    language: 'ja',
    genres: ['anime'],
  };
  const ids = made.cours.map((_, at) => 10_000 + n * 10 + at);
  return {
    kind: made.kind,
    show: {
      trakt: n,
      slug: `tale-${n}`,
      title: show.title,
      aliases: [{ title, country: 'jp' }],
    },
    subjects: made.cours.map((cour, at) => ({
      id: ids[at] ?? 0,
      name: `${title}${cour.name}`,
      date: dateOf(began + cour.after * 7 * day),
      rows: [
        {
          first_id: (ids[at] ?? 0) * 1_000,
          first_sort: cour.firstSort,
          count: cour.count,
          airdate: dateOf(began + cour.after * 7 * day),
        },
      ],
      relations: [
        ...(ids[at + 1] === undefined ? [] : [{ to: ids[at + 1] ?? 0, relation: '续集' }]),
        ...(at === 0 ? [] : [{ to: ids[at - 1] ?? 0, relation: '前传' }]),
      ],
    })),
    mapItems: made.cours.flatMap((cour, at) =>
      toMapItem(cour, { id: ids[at] ?? 0, title, began, tmdb: 1_000 + n }),
    ),
    items: itemsOf(made, { n, began, show }),
  };
}

interface Placed {
  readonly id: number;
  readonly title: string;
  readonly began: number;
  readonly tmdb: number;
}

function toMapItem(
  { key, name, after, count }: Cour,
  { id, title, began, tmdb }: Placed,
): BangumiDataItem[] {
  if (key === null) return [];
  const begin = began + after * 7 * day;
  return [
    {
      title: `${title}${name}`,
      begin: new Date(begin).toISOString(),
      end: new Date(begin + (count - 1) * 7 * day).toISOString(),
      sites: [
        { site: 'bangumi', id: String(id) },
        { site: 'tmdb', id: key(tmdb) },
      ],
    },
  ];
}

function itemsOf(
  { season, cours, only, restarts = false }: (typeof kinds)[number],
  { n, began, show }: { readonly n: number; readonly began: number; readonly show: TitleFacts },
): EpisodeItem[] {
  let number = 0;
  return cours.flatMap((cour, at) => {
    if (only !== undefined && only !== at) return [];
    return Array.from({ length: cour.count }, (_, step): EpisodeItem => {
      number += 1;
      return {
        kind: 'episode',
        traktId: n * 1_000 + number,
        season,
        number: restarts ? step + 1 : number,
        numberAbs: null,
        title: null,
        firstAired: new Date(began + (cour.after + step) * 7 * day).toISOString(),
        show,
      };
    });
  });
}
