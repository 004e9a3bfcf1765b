import type { Scenario, ScenarioSubject } from '../scenario.js';

const day = 86_400_000;

export type RowRun = ScenarioSubject['rows'][number];

export interface EpisodeRow {
  readonly id: number;
  readonly subjectId: number;
  readonly type: number;
  readonly sort: number;
  readonly airdate: string;
  readonly name: string;
  readonly nameCn: string;
}

export interface WikiSubject {
  readonly source: ScenarioSubject;
  /** Ordered by type, then number. */
  readonly rows: readonly EpisodeRow[];
}

/** Subjects and their rows; what nobody may see is left to the routes. */
export interface Wiki {
  subject(id: number): WikiSubject | undefined;
  subjects(): readonly WikiSubject[];
  row(id: number): EpisodeRow | undefined;
  /** As when an editor adds rows later. */
  addRows(subjectId: number, run: RowRun): void;
  /** Its rows are no longer shown; what people marked stays theirs. */
  readonly mergeSubject: (id: number, into: number) => void;
  readonly removeSubject: (id: number) => void;
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** A date moves on with the run; free text, which the wiki also has, stays. */
function airdateAt({ airdate, every_days: everyDays }: RowRun, step: number): string {
  if (!isDate(airdate)) return airdate;
  return new Date(Date.parse(airdate) + Math.round(step * everyDays) * day)
    .toISOString()
    .slice(0, 10);
}

function expandRows(subjectId: number, run: RowRun): EpisodeRow[] {
  return Array.from({ length: run.count }, (_, step) => ({
    id: run.first_id + step,
    subjectId,
    type: run.type,
    sort: run.first_sort + step,
    airdate: airdateAt(run, step),
    name: run.name,
    nameCn: run.name_cn,
  }));
}

function inOrder(rows: readonly EpisodeRow[]): EpisodeRow[] {
  return [...rows].sort((left, right) => {
    if (left.type !== right.type) return left.type - right.type;
    return left.sort === right.sort ? left.id - right.id : left.sort - right.sort;
  });
}

export function createWiki(bangumi: Scenario['bangumi']): Wiki {
  const subjects = new Map<number, WikiSubject>();
  const rows = new Map<number, EpisodeRow>();
  function put(source: ScenarioSubject, subjectRows: readonly EpisodeRow[]): void {
    subjects.set(source.id, { source, rows: inOrder(subjectRows) });
    for (const row of subjectRows) {
      const other = rows.get(row.id);
      if (other !== undefined && other.subjectId !== source.id)
        throw new Error(`Episode ${row.id} belongs to two subjects`);
      rows.set(row.id, row);
    }
  }
  for (const source of bangumi.subjects) {
    put(
      source,
      source.rows.flatMap((run) => expandRows(source.id, run)),
    );
  }
  function existing(id: number): WikiSubject {
    const subject = subjects.get(id);
    if (subject === undefined) throw new Error(`The scenario has no subject ${id}`);
    return subject;
  }
  return {
    subject: (id) => subjects.get(id),
    subjects: () => [...subjects.values()],
    row: (id) => rows.get(id),
    addRows(subjectId, run) {
      const subject = existing(subjectId);
      put(subject.source, [...subject.rows, ...expandRows(subjectId, run)]);
    },
    mergeSubject(id, into) {
      put({ ...existing(id).source, merged_into: existing(into).source.id }, []);
    },
    removeSubject(id) {
      subjects.delete(existing(id).source.id);
    },
  };
}
