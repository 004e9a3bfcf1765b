import type { BangumiDataItem, MediaItem, TitleFacts } from '../../areas/matching/index.js';
import type { ScenarioInput } from '../../simulators/index.js';
import type { CaseFile, MatchingCase, PoolRow, PoolSubject } from './case-file.js';
import { titleOf, toTrakt, workOf } from './case-titles.js';

type BangumiInput = ScenarioInput['bangumi'];
type SubjectInput = NonNullable<BangumiInput['subjects']>[number];

export const accessToken = 'match';

/** Cases as a Trakt and their pool as a Bangumi of its own. Rows that the wiki has hidden are not in it, as they are not in the API. */
export function toScenario(file: CaseFile): ScenarioInput {
  const { subjects, relations, bangumi_episode_rows: tables } = file;
  const known = (id: number) => subjects[String(id)] !== undefined;
  return {
    name: 'pool of matching cases',
    trakt: toTrakt(file, accessToken),
    bangumi: {
      users: [{ token: accessToken, id: 1, username: 'match', sees_nsfw: true }],
      subjects: Object.values(subjects).map((subject) => ({
        ...toSubject(subject),
        rows: (tables[String(subject.id)] ?? []).filter(({ ban }) => ban === 0).flatMap(toRun),
        relations: relations
          .filter(({ from, to }) => from === subject.id && known(to))
          .map(({ to, relation }) => ({ to, relation })),
      })),
    },
  };
}

const animePlatforms: Readonly<Record<number, string>> = {
  0: '其他',
  1: 'TV',
  2: 'OVA',
  3: '剧场版',
  5: 'WEB',
};
const realPlatforms: Readonly<Record<number, string>> = {
  0: '其他',
  1: '日剧',
  2: '欧美剧',
  3: '华语剧',
  6001: '电视剧',
  6002: '电影',
  6003: '演出',
  6004: '综艺',
};
const platformOfKind: Readonly<Record<string, string>> = {
  tv: 'TV',
  web: 'WEB',
  ova: 'OVA',
  movie: '剧场版',
};

export function platformOf({
  platform,
  platform_id: number,
  type,
  kind,
}: PoolSubject): string | null {
  if (platform != null) return platform;
  if (number != null) return (type === 6 ? realPlatforms : animePlatforms)[number] ?? null;
  return platformOfKind[kind ?? ''] ?? null;
}

const subjectTypes = [1, 2, 3, 4, 6] as const;

function toSubject(subject: PoolSubject): SubjectInput {
  return {
    id: subject.id,
    type: subjectTypes.find((type) => type === subject.type) ?? 2,
    name: subject.name,
    name_cn: subject.name_cn ?? '',
    date: subject.date ?? subject.date_jst ?? null,
    platform: platformOf(subject),
    eps: subject.eps ?? undefined,
    aliases: subject.aliases ?? [],
    infobox: toInfobox(subject),
    nsfw: subject.nsfw ?? false,
    merged_into: subject.merged_into ?? undefined,
  };
}

function toInfobox({ imdb_id: own, infobox_imdb: imdb = own }: PoolSubject) {
  return imdb == null ? [] : [{ key: 'imdb_id', value: imdb }];
}

const rowTypes = [0, 1, 2, 3, 4, 6] as const;

/** Types that the API does not serve are left out. */
function toRun({ id, type, sort, airdate, name, name_cn }: PoolRow) {
  const known = rowTypes.find((each) => each === type);
  return known === undefined
    ? []
    : [
        {
          first_id: id,
          type: known,
          first_sort: sort,
          airdate: airdate ?? '',
          name: name ?? '',
          name_cn: name_cn ?? '',
        },
      ];
}

/** The pool's own `tmdb_key`s as an id map; it does not know a subject without. */
export const toMapItems = ({ subjects }: CaseFile): BangumiDataItem[] =>
  Object.values(subjects)
    .filter(({ type, tmdb_key: key }) => type === 2 && key != null)
    .map((subject) => ({
      title: subject.name,
      titleTranslate: { 'zh-Hans': subject.name_cn == null ? [] : [subject.name_cn] },
      type: subject.kind ?? undefined,
      begin: subject.begin_utc ?? '',
      end: subject.end_date == null ? '' : `${subject.end_date}T14:30:00.000Z`,
      sites: [
        { site: 'bangumi', id: String(subject.id) },
        ...(subject.tmdb_key == null ? [] : [{ site: 'tmdb', id: subject.tmdb_key }]),
        ...(subject.anidb == null ? [] : [{ site: 'anidb', id: String(subject.anidb) }]),
      ],
    }));

interface Numbers {
  readonly season: number;
  readonly episode: number;
}

/** The case as Trakt would give it, or under other numbers. */
export function toItem(
  file: Pick<CaseFile, 'cases'>,
  given: MatchingCase,
  other?: Numbers,
): MediaItem {
  const { input } = given;
  const title = toTitle(titleOf(input), workOf(file, given).traktId);
  if (input.media === 'movie') {
    const released = input.air_date_local ?? input.first_aired?.slice(0, 10) ?? null;
    return { kind: 'movie', traktId: title.traktId, movie: title, released };
  }
  const { season, episode } = other ?? input;
  return {
    kind: 'episode',
    traktId: 1,
    season,
    number: episode,
    numberAbs: other === undefined ? (input.number_abs ?? null) : null,
    title: input.episode_title ?? null,
    firstAired: input.first_aired ?? noonInJapan(input.air_date_local),
    show: title,
  };
}

/** A local date stands for noon in Japan. */
const noonInJapan = (date: string | null | undefined) =>
  date == null ? null : `${date}T03:00:00.000Z`;

function toTitle(title: ReturnType<typeof titleOf>, traktId: number): TitleFacts {
  const { ids } = title;
  return {
    traktId,
    title: title.title,
    originalTitle: title.original_title ?? null,
    year: title.year ?? null,
    tmdb: ids.tmdb ?? null,
    tvdb: ids.tvdb ?? null,
    imdb: ids.imdb ?? null,
    country: title.country ?? null,
    language: null,
    genres: title.genres ?? [],
  };
}
