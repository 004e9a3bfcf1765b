import { dayOfDate } from '../calendar-day.js';
import type { Day } from '../calendar-day.js';
import type { EpisodeRow } from '../episode-row.js';
import { lookAtRelations, lookAtSubject, lookAtTables } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import type { FoundSubject, Related } from '../subject.js';
import { isMain } from '../deciding/row-date.js';
import { countsOf } from '../titles/compare-titles.js';
import { parseTitle } from '../titles/parse-title.js';
import type { Lead } from './lead.js';
import { toFound } from './to-found.js';

/** Subjects whose relations are asked for: a line of sequels is short, and each costs a request. */
const asked = 6;
const visitedAtMost = 15;

const sequel = '续集';
export const prequel = '前传';

/** Films and OVA stand in the line of sequels between two seasons: they are passed through, not taken for one. */
const filmWords = /劇場版|剧场版|映画|电影|OVA|OAD|総集編|总集篇|总集编|特別編集/iu;

export interface Start {
  readonly subjectId: number;
  readonly type: number;
}

export interface Line {
  readonly starts: readonly Start[];
  /** Subjects that have been looked at already. */
  readonly known: readonly number[];
}

/**
 * Follows the sequels of subjects, nearest first, and gives each that is no film as a lead, generation by generation:
 * `onGeneration` says whether what has been found is enough. Ends where the line does, or after 15 subjects.
 */
export function* walkSequels<T>(
  facts: Facts,
  { starts, known }: Line,
  onGeneration: (leads: readonly Lead[]) => Deciding<T | null>,
): Deciding<T | null> {
  const visited = new Set([...known, ...starts.map(({ subjectId }) => subjectId)]);
  const most = known.length + visitedAtMost;
  let next: readonly Start[] = starts;
  let left = asked;
  while (next.length > 0 && left > 0 && visited.size <= most) {
    const parents = next.slice(0, left);
    left -= parents.length;
    const found = yield* sequelsOf(facts, parents, visited);
    const leads: Lead[] = [];
    for (const each of found.filter(({ related }) => !isFilm(related)))
      leads.push(yield* toLead(facts, each));
    const enough = leads.length === 0 ? null : yield* onGeneration(leads);
    if (enough !== null) return enough;
    next = found.map(({ related: { id, type } }) => ({ subjectId: id, type }));
  }
  return null;
}

interface Sequel {
  readonly from: number;
  readonly related: Related;
}

/** Those that have not been visited, of the same type; from now on they have. */
function* sequelsOf(
  facts: Facts,
  parents: readonly Start[],
  visited: Set<number>,
): Deciding<Sequel[]> {
  const found: Sequel[] = [];
  for (const { subjectId, type } of parents) {
    const related = yield* lookAtRelations(facts, subjectId);
    for (const each of related) {
      if (each.relation !== sequel || each.type !== type || visited.has(each.id)) continue;
      visited.add(each.id);
      found.push({ from: subjectId, related: each });
    }
  }
  return found;
}

export const isFilm = ({ name, nameCn }: Pick<Related, 'name' | 'nameCn'>) =>
  filmWords.test(name) || filmWords.test(nameCn);

/** A relation has no date: the rows have, and only a subject without any is asked for itself. */
function* toLead(facts: Facts, { from, related }: Sequel): Deciding<Lead> {
  const rows = (yield* lookAtTables(facts, [related.id])).get(related.id) ?? [];
  const begin = beginOf(rows);
  const subject = begin === null ? yield* lookAtSubject(facts, related.id) : null;
  return {
    found: subject === null ? fromRelation(related, begin) : toFound(subject),
    link: 'sequel',
    ...countsOf([related.name, related.nameCn].map(parseTitle)),
    evidence: [
      {
        signal: 'sequel',
        detail: `subject ${related.id} “${related.name}” is the sequel of ${from}`,
      },
    ],
  };
}

const fromRelation = ({ id, type, name, nameCn }: Related, begin: Day | null): FoundSubject => ({
  subjectId: id,
  type,
  names: [name, nameCn],
  begin,
  // More rows may follow the last one.
  end: null,
  platform: null,
  eps: 0,
  imdb: null,
});

/** The day of the earliest main row; null where none has a date. */
function beginOf(rows: readonly EpisodeRow[]): Day | null {
  const days = rows
    .filter(isMain)
    .map(({ airdate }) => dayOfDate(airdate))
    .filter((day) => day !== null);
  return days.length === 0 ? null : Math.min(...days);
}
