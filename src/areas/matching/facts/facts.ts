import type { EpisodeRow } from '../episode-row.js';
import type { Related, Subject } from '../subject.js';

export interface SubjectSearch {
  readonly keyword: string;
  /** Subject types, ascending. */
  readonly types: readonly number[];
}

/** A show or film of Trakt's. */
export interface Work {
  readonly media: 'show' | 'movie';
  readonly traktId: number;
}

/** Something only Bangumi can tell. */
export type BangumiAsk =
  | { readonly kind: 'table' | 'subject' | 'relations'; readonly subjectId: number }
  | { readonly kind: 'search'; readonly search: SubjectSearch };

/** What else a work is called: something only Trakt can tell. */
export interface TitlesAsk {
  readonly kind: 'titles';
  readonly work: Work;
}

export type Ask = BangumiAsk | TitlesAsk;

/** What Bangumi and Trakt told; an entry is there for everything that was asked, null where a subject is gone or hidden. */
export interface Facts {
  readonly tables: ReadonlyMap<number, readonly EpisodeRow[] | null>;
  readonly subjects: ReadonlyMap<number, Subject | null>;
  readonly relations: ReadonlyMap<number, readonly Related[] | null>;
  readonly searches: ReadonlyMap<string, readonly Subject[]>;
  /** Other titles of works, the likeliest first; none where Trakt does not have the work. */
  readonly titles: ReadonlyMap<string, readonly string[]>;
}

/**
 * A decision in the making: it gives out what it wants to know, and goes on when `facts` holds it. So deciding stays free
 * of requests, storing and waiting, and asks for no more than it needs.
 */
export type Deciding<T> = Generator<readonly Ask[], T, void>;

/** Under which an ask is stored and told apart from others. */
export function askKey(ask: Ask): string {
  switch (ask.kind) {
    case 'search':
      return searchKey(ask.search);
    case 'titles':
      return titlesKey(ask.work);
    case 'table':
    case 'subject':
    case 'relations':
      return `${ask.kind}:${ask.subjectId}`;
  }
}

export const searchKey = ({ keyword, types }: SubjectSearch) =>
  `search:${types.join('+')}:${keyword}`;

export const titlesKey = ({ media, traktId }: Work) => `titles:${media}:${traktId}`;

/** Main rows and specials of subjects; those that are gone are left out. */
export function* lookAtTables(
  facts: Facts,
  subjectIds: readonly number[],
): Deciding<Map<number, readonly EpisodeRow[]>> {
  const unknown = [...new Set(subjectIds)].filter((id) => !facts.tables.has(id));
  if (unknown.length > 0) yield unknown.map((subjectId) => ({ kind: 'table', subjectId }));
  const tables = new Map<number, readonly EpisodeRow[]>();
  for (const id of subjectIds) {
    const rows = facts.tables.get(id) ?? null;
    if (rows !== null) tables.set(id, rows);
  }
  return tables;
}

export function* lookForSubjects(
  facts: Facts,
  search: SubjectSearch,
): Deciding<readonly Subject[]> {
  const key = searchKey(search);
  if (!facts.searches.has(key)) yield [{ kind: 'search', search }];
  return facts.searches.get(key) ?? [];
}

export function* lookAtSubject(facts: Facts, subjectId: number): Deciding<Subject | null> {
  if (!facts.subjects.has(subjectId)) yield [{ kind: 'subject', subjectId }];
  return facts.subjects.get(subjectId) ?? null;
}

export function* lookAtRelations(facts: Facts, subjectId: number): Deciding<readonly Related[]> {
  if (!facts.relations.has(subjectId)) yield [{ kind: 'relations', subjectId }];
  return facts.relations.get(subjectId) ?? [];
}

export function* lookAtTitles(facts: Facts, work: Work): Deciding<readonly string[]> {
  const key = titlesKey(work);
  if (!facts.titles.has(key)) yield [{ kind: 'titles', work }];
  return facts.titles.get(key) ?? [];
}
