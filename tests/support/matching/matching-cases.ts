import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseAirdate } from '../../../src/areas/matching/index.js';
import type { BangumiDataItem, EpisodeRow, MediaItem } from '../../../src/areas/matching/index.js';
import { aMovie, anEpisode, aTitle, rowsOf, weeklyRows } from './builders.js';

const text = z.string().nullish();
const title = z.object({
  title: z.string(),
  original_title: text,
  year: z.number().nullish(),
  ids: z.object({ tmdb: z.number().nullish(), tvdb: z.number().nullish(), imdb: text }),
});
const subject = z.object({
  id: z.number(),
  name: z.string(),
  begin_utc: text,
  date_jst: text,
  date: text,
  end_date: text,
  tmdb_key: text,
});
const matchingCase = z.object({
  id: z.string(),
  input: z.object({
    media: z.enum(['episode', 'movie']),
    show: title.optional(),
    movie: title.optional(),
    season: z.number().optional(),
    episode: z.number().optional(),
    first_aired: text,
    air_date_local: text,
  }),
  alternate_inputs: z.array(
    z.object({ numbering: z.string(), season: z.number(), episode: z.number() }),
  ),
  expected: z.object({
    match: z.enum(['episode', 'subject', 'none']),
    subject_id: z.number().nullish(),
    ep: z.number().nullish(),
    sort: z.number().nullish(),
    episode_id: z.number().nullish(),
  }),
});
const file = z.object({
  subjects: z.record(z.string(), subject),
  bangumi_episode_rows: z.record(
    z.string(),
    z.array(
      z.object({
        id: z.number(),
        type: z.number(),
        sort: z.number(),
        airdate: z.string(),
        ban: z.number(),
      }),
    ),
  ),
  cases: z.array(matchingCase),
});

export type MatchingCase = z.output<typeof matchingCase>;
type Subject = z.output<typeof subject>;
type Cases = z.output<typeof file>;

/** The file's cases, and its pool of subjects as an id map and as Bangumi's episode tables. */
export interface CaseSet {
  readonly cases: readonly MatchingCase[];
  readonly mapItems: readonly BangumiDataItem[];
  readonly tables: ReadonlyMap<number, readonly EpisodeRow[]>;
}

export function readMatchingCases(): CaseSet {
  const source = new URL('../data/matching-cases.json', import.meta.url);
  const cases = file.parse(JSON.parse(readFileSync(source, 'utf8')));
  const subjects = Object.values(cases.subjects);
  return {
    cases: cases.cases,
    mapItems: subjects.map(toMapItem),
    tables: new Map(subjects.map((each) => [each.id, rowsOfSubject(each, cases)])),
  };
}

/** The case as Trakt would give it, or under another numbering. */
export function toItem(
  { input }: MatchingCase,
  numbering?: { season: number; episode: number },
): MediaItem {
  if (input.media === 'movie')
    return aMovie({ movie: toTitle(input.movie), released: input.air_date_local ?? null });
  const { season = 0, episode = 0 } = numbering ?? input;
  return anEpisode({
    show: toTitle(input.show),
    season,
    number: episode,
    firstAired: firstAiredOf(input),
  });
}

function toTitle(given: z.output<typeof title> | undefined) {
  if (given === undefined) throw new TypeError('The case names no title.');
  const { tmdb = null } = given.ids;
  return aTitle({
    title: given.title,
    originalTitle: given.original_title ?? null,
    tmdb,
    country: null,
    genres: [],
  });
}

/** A local date stands for noon in Japan. */
function firstAiredOf({ first_aired, air_date_local }: MatchingCase['input']): string | null {
  if (first_aired != null) return first_aired;
  return air_date_local == null ? null : `${air_date_local}T03:00:00.000Z`;
}

function toMapItem({ id, name, begin_utc, end_date, tmdb_key }: Subject): BangumiDataItem {
  return {
    title: name,
    begin: begin_utc ?? '',
    end: end_date == null ? '' : `${end_date}T14:30:00.000Z`,
    sites: [
      { site: 'bangumi', id: String(id) },
      ...(tmdb_key == null ? [] : [{ site: 'tmdb', id: tmdb_key }]),
    ],
  };
}

/** Real rows where the file has them; else one row a week from the first to the last broadcast, numbered as a case says or as TMDB does. */
function rowsOfSubject(given: Subject, cases: Cases): EpisodeRow[] {
  const known = cases.bangumi_episode_rows[String(given.id)];
  if (known !== undefined) {
    const visible = known.filter(({ ban }) => ban === 0);
    return rowsOf(visible.map((row) => ({ ...row, airdate: parseAirdate(row.airdate) })));
  }
  const from = given.date_jst ?? given.date;
  if (from == null || given.tmdb_key?.startsWith('movie/') === true) return [];
  return weeklyRows({
    subjectId: given.id,
    from,
    count: countOf(given, from, cases),
    firstSort: firstSortOf(given, cases),
  });
}

function countOf(given: Subject, from: string, cases: Cases): number {
  const next = startsOfSameSeason(given, cases).find((start) => start > startOf(given));
  if (next !== undefined) return next - startOf(given);
  const end = given.end_date ?? '2026-11-01';
  return Math.max(Math.floor((Date.parse(end) - Date.parse(from)) / 604_800_000) + 1, 1);
}

const startOf = ({ tmdb_key }: Subject) =>
  Number(/\/episode\/(\d+)$/.exec(tmdb_key ?? '')?.[1] ?? 1);

const seasonOf = ({ tmdb_key }: Subject) => {
  const [, show, season] = /^tv\/(\d+)(?:\/season\/(\d+))?/.exec(tmdb_key ?? '') ?? [];
  return show === undefined || season === '0' ? null : `${show}/${season ?? 1}`;
};

function startsOfSameSeason(given: Subject, cases: Cases): number[] {
  const season = seasonOf(given);
  const same = Object.values(cases.subjects).filter(
    (other) => season !== null && seasonOf(other) === season,
  );
  return same.map(startOf).sort((left, right) => left - right);
}

function firstSortOf(given: Subject, cases: Cases): number {
  const asserted = cases.cases.find(
    ({ expected }) => expected.subject_id === given.id && expected.sort != null,
  );
  if (asserted?.expected.sort != null && asserted.expected.ep != null)
    return asserted.expected.sort - asserted.expected.ep + 1;
  return seasonOf(given) === null ? 1 : startOf(given);
}
