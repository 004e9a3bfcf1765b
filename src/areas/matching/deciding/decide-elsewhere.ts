import type { Decision } from '../decision.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Context, Reading, Step } from './context.js';
import { byRow, idMapEvidence, listsNothingYet, matched, parked } from './context.js';
import {
  mainRows,
  readByAbsolute,
  readByEp,
  readBySort,
  sumsOfEarlier,
  withoutMiscounts,
} from './number-readings.js';
import type { Table } from './number-readings.js';
import { isOnPace, oneCour, precedingOf, regularSubjects } from './place.js';
import { parseTitle } from '../titles/parse-title.js';
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
    acceptHuge(context) ??
    (place.placed.length > 0
      ? null
      : listsNothingYet(
          place.onAir.filter((entry) => leadsTo(entry, place)),
          context,
        )) ??
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
  // The map knows the season: it is there that numbers begin at 1.
  const isAnother = place.placed.length > 0 || countsAnotherSeason(entry, place);
  const counted = withoutMiscounts(
    sumsOfEarlier(tablesOf(earlier.toReversed(), tables)).flatMap((count) =>
      readByEp(table, item.number - count),
    ),
    item,
    { table, among: tablesOf(regularSubjects(place), tables) },
  );
  return [
    // A first season's number from 1 is its wiki number too.
    ...(isAnother && table.rows.every((row) => row.sort === row.ep)
      ? []
      : readBySort(table, item.number)),
    ...(isAnother ? [] : readByEp(table, item.number)),
    ...readByAbsolute(table, item),
    ...counted,
  ];
}

const tablesOf = (entries: readonly IdMapEntry[], tables: Context['tables']): Table[] =>
  entries.map(({ subjectId }) => ({ subjectId, rows: tables.get(subjectId) ?? [] }));

/** Its name counts a season, and it is not the one asked for: then a number from 1 on is not of this season. */
function countsAnotherSeason(entry: IdMapEntry, place: Context['place']): boolean {
  const [first, second] = regularSubjects(place);
  // The only one holds all seasons.
  const isFirst = first?.subjectId === entry.subjectId && second !== undefined;
  const season = parseTitle(entry.title).season ?? (isFirst ? 1 : null);
  return season !== null && season !== place.item.season && place.item.season > 1;
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
  return context.place.day === null && mainRows(table).length > longRunner
    ? acceptAbsolute(table, context)
    : null;
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

/** The first of a season that the map does not know: its name counts no later part, and the number leads to that very day. */
const leadsTo = (entry: IdMapEntry, { item, day }: Context['place']) =>
  day !== null &&
  (entry.end !== null || item.number <= oneCour) &&
  (parseTitle(entry.title).part ?? 1) === 1 &&
  isOnPace(entry, day, item.number);

/** No season but the first counts this far for itself: the number is absolute. */
export const hugeNumber = 150;

/** Without a date: a number that can only be an absolute one, and one row of all the show's that has it. */
function acceptHuge({ place, tables }: Context): Decision | null {
  const { item, day } = place;
  if (day !== null || item.season < 2 || item.number < hugeNumber) return null;
  const readings = regularSubjects(place).flatMap(({ subjectId }) =>
    readBySort({ subjectId, rows: tables.get(subjectId) ?? [] }, item.number),
  );
  const [only, second] = byRow(readings);
  return only === undefined || second !== undefined ? null : matchedBy(only, place);
}
