import type { Decision } from '../decision.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Context, Reading, Step } from './context.js';
import { byRow, idMapEvidence, matched, parked } from './context.js';
import { mainRows, readByAbsolute, readByEp, readBySort } from './number-readings.js';
import type { Table } from './number-readings.js';
import { precedingOf, regularSubjects } from './place.js';
import { agreesOnDay, dateEvidence } from './row-date.js';

/** Subjects before the one on the air whose episodes TMDB may have counted into the same season. */
export const precedingCounted = 3;

const longRunner = 60;

/**
 * The map has no such season (TMDB merged or split it since, or the numbers are absolute): the show's other subjects,
 * by date, confirmed by a number. Without a date only a long-runner with two equal numbers is sure.
 */
export const decideElsewhere: Step = (context) => {
  const { place } = context;
  const readings = place.onAir.flatMap((entry) => readSubject(entry, context));
  return (
    acceptOnDay(readings, context) ??
    decideLongRunner(context) ??
    (readings.length > 0
      ? parked('ambiguous', { readings, evidence: place.onAir.map(idMapEvidence) })
      : null)
  );
};

function readSubject(entry: IdMapEntry, { place, tables }: Context): Reading[] {
  const rows = tables.get(entry.subjectId);
  if (rows === undefined) return [];
  const { item } = place;
  const table = { subjectId: entry.subjectId, rows };
  const earlier = precedingOf(entry, regularSubjects(place)).slice(-precedingCounted);
  return [
    ...readBySort(table, item.number),
    ...readByEp(table, item.number),
    ...readByAbsolute(table, item),
    ...sumsBackwards(earlier, tables).flatMap((count) => readByEp(table, item.number - count)),
  ];
}

/** The number of episodes of the subject before, of the two before, … while they are known. */
function sumsBackwards(entries: readonly IdMapEntry[], tables: Context['tables']): number[] {
  const sums: number[] = [];
  for (const { subjectId } of entries.toReversed()) {
    const count = mainRows({ rows: tables.get(subjectId) ?? [] }).filter(
      (row) => row.sort >= 1 && row.sort % 1 === 0,
    ).length;
    if (count === 0) break;
    sums.push((sums.at(-1) ?? 0) + count);
  }
  return sums;
}

function acceptOnDay(readings: readonly Reading[], { place }: Context): Decision | null {
  const [only, second] = byRow(readings.filter(({ row }) => agreesOnDay(row, place.day)));
  return only === undefined || second !== undefined ? null : matchedBy(only, place);
}

function matchedBy(
  readings: readonly [Reading, ...Reading[]],
  { entries, day }: Context['place'],
): Decision {
  const [first] = readings;
  const entry = entries.find(({ subjectId }) => subjectId === first.subjectId);
  const numbers = readings.map(({ evidence }) => evidence);
  return matched(first, [
    ...(entry === undefined ? [] : [idMapEvidence(entry)]),
    ...numbers,
    dateEvidence(first.row, day),
  ]);
}

/** One subject holds all seasons of the show. */
function decideLongRunner(context: Context): Decision | null {
  const [entry, second] = regularSubjects(context.place);
  const rows =
    entry === undefined || second !== undefined ? undefined : context.tables.get(entry.subjectId);
  if (entry === undefined || rows === undefined) return null;
  const table = { subjectId: entry.subjectId, rows };
  if (mainRows(table).length <= longRunner) return null;
  return context.place.day === null
    ? acceptAbsolute(table, context)
    : acceptLoneDay(table, context);
}

/** TMDB's number and Trakt's absolute one come from different hands: equal, they prove absolute numbering. */
function acceptAbsolute(table: Table, { place }: Context): Decision | null {
  const { item } = place;
  const readings = [...readBySort(table, item.number), ...readByAbsolute(table, item)];
  const [only, second] = byRow(readings);
  return only !== undefined && second === undefined && only.length > 1
    ? matchedBy(only, place)
    : null;
}

/** A season numbered from 1 within the subject: a weekly series has just one row around that day. */
function acceptLoneDay(table: Table, { place }: Context): Decision | null {
  const around = mainRows(table).filter((row) => agreesOnDay(row, place.day, 3));
  const [row, second] = around;
  if (
    row === undefined ||
    second !== undefined ||
    !agreesOnDay(row, place.day) ||
    row.ep < place.item.number
  )
    return null;
  const only = {
    signal: 'id-map',
    detail: `subject ${table.subjectId} is the only one of the show`,
  };
  return matched({ subjectId: table.subjectId, row }, [only, dateEvidence(row, place.day)]);
}
