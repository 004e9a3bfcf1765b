import type { LinkedSubject } from '../../../src/areas/matching/id-map/linked-ids.js';
import type {
  EpisodeRow,
  Facts,
  IdMap,
  MediaItem,
  TitleFacts,
} from '../../../src/areas/matching/index.js';

export interface Situation {
  readonly item: MediaItem;
  readonly facts: Facts;
  readonly idMap: IdMap;
}

/** Something that may go wrong with what is known, without changing what is true. */
export type Mutation = (situation: Situation) => Situation;

export const shiftDates =
  (days: number): Mutation =>
  (situation) => ({ ...situation, item: shifted(situation.item, days) });

function shifted(item: MediaItem, days: number): MediaItem {
  const move = (text: string | null) =>
    text === null ? null : new Date(Date.parse(text) + days * 86_400_000).toISOString();
  return item.kind === 'movie'
    ? { ...item, released: move(item.released)?.slice(0, 10) ?? null }
    : { ...item, firstAired: move(item.firstAired) };
}

const changeTitle =
  (change: (title: TitleFacts) => TitleFacts): Mutation =>
  ({ item, ...rest }) => ({
    ...rest,
    item:
      item.kind === 'movie'
        ? { ...item, movie: change(item.movie) }
        : { ...item, show: change(item.show) },
  });

const changeItem =
  (change: (item: MediaItem) => MediaItem): Mutation =>
  ({ item, ...rest }) => ({ ...rest, item: change(item) });

const changeFacts =
  (change: (facts: Facts) => Facts): Mutation =>
  ({ facts, ...rest }) => ({ ...rest, facts: change(facts) });

const changeRows = (change: (row: EpisodeRow) => EpisodeRow): Mutation =>
  changeFacts((facts) => ({
    ...facts,
    tables: new Map([...facts.tables].map(([id, rows]) => [id, rows?.map(change) ?? null])),
  }));

const nothingMapped: Pick<IdMap, 'show' | 'movie'> = { show: () => [], movie: () => [] };

/** Each leaves out one of the signals. */
export const drops: Readonly<Record<string, Mutation>> = {
  date: changeItem((item) =>
    item.kind === 'movie' ? { ...item, released: null } : { ...item, firstAired: null },
  ),
  'episode title': changeItem((item) => (item.kind === 'movie' ? item : { ...item, title: null })),
  'original title': changeTitle((title) => ({ ...title, originalTitle: null })),
  'other titles': changeFacts((facts) => ({
    ...facts,
    titles: new Map([...facts.titles.keys()].map((key) => [key, []])),
  })),
  title: changeTitle((title) => ({ ...title, title: title.originalTitle ?? title.title })),
  year: changeTitle((title) => ({ ...title, year: null })),
  'TMDB id': changeTitle((title) => ({ ...title, tmdb: null })),
  'IMDb id': changeTitle((title) => ({ ...title, imdb: null })),
  'id map': ({ idMap, ...rest }) => ({ ...rest, idMap: { ...idMap, ...nothingMapped } }),
  'titles of the id map': ({ idMap, ...rest }) => ({
    ...rest,
    idMap: { ...idMap, titled: () => [] },
  }),
  'dates of rows': changeRows((row) => ({ ...row, airdate: null })),
  'names of rows': changeRows((row) => ({ ...row, name: '', nameCn: '' })),
  'dates of subjects': changeFacts((facts) => ({
    ...facts,
    subjects: new Map(
      [...facts.subjects].map(([id, subject]) => [
        id,
        subject === null ? null : { ...subject, date: null },
      ]),
    ),
    searches: changedSearch(facts, (found) => found.map((subject) => ({ ...subject, date: null }))),
  })),
  relations: changeFacts((facts) => ({
    ...facts,
    relations: new Map([...facts.relations.keys()].map((id) => [id, []])),
  })),
  search: changeFacts((facts) => ({ ...facts, searches: changedSearch(facts, () => []) })),
};

type Hits = NonNullable<ReturnType<Facts['searches']['get']>>;

function changedSearch({ searches }: Facts, change: (hits: Hits) => Hits): Facts['searches'] {
  return new (class extends Map<string, Hits> {
    override has(): boolean {
      return true;
    }
    override get(key: string): Hits {
      return change(searches.get(key) ?? []);
    }
  })();
}

/** The same subject entered twice in the wiki, under an id that is no one's right answer. */
export const doubled =
  (subjectId: number, copyId: number): Mutation =>
  ({ facts, ...rest }) => {
    const original = facts.subjects.get(subjectId);
    if (original === undefined || original === null) return { facts, ...rest };
    const copy = { ...original, id: copyId };
    const rows = facts.tables.get(subjectId)?.map((row) => ({ ...row, id: row.id + 500_000_000 }));
    return {
      ...rest,
      facts: {
        ...facts,
        tables: new Map([...facts.tables, [copyId, rows ?? null]]),
        subjects: new Map([...facts.subjects, [copyId, copy]]),
        relations: new Map([...facts.relations, [copyId, facts.relations.get(subjectId) ?? []]]),
        searches: changedSearch(facts, (hits) =>
          hits.flatMap((hit) => (hit.id === subjectId ? [copy, hit] : [hit])),
        ),
      },
    };
  };

/** A list of ids says that the work is, or begins with, one of these subjects. */
export const linkedTo =
  (links: readonly Pick<LinkedSubject, 'subjectId' | 'source' | 'start'>[]): Mutation =>
  ({ idMap, item, ...rest }) => {
    const season = item.kind === 'movie' ? null : item.season;
    const all = links.map((link) => ({ ...link, season, by: 'TVDB 1' }));
    return {
      ...rest,
      item,
      idMap: { ...idMap, links: { ...idMap.links, ofShow: () => all, ofMovie: () => all } },
    };
  };

/** Rows, hits and relations the other way round. */
export const reversed: Mutation = changeFacts((facts) => ({
  ...facts,
  tables: new Map([...facts.tables].map(([id, rows]) => [id, rows?.toReversed() ?? null])),
  subjects: new Map([...facts.subjects].toReversed()),
  relations: new Map([...facts.relations].map(([id, all]) => [id, all?.toReversed() ?? null])),
  searches: changedSearch(facts, (hits) => hits.toReversed()),
}));
