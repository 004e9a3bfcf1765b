import type { Day } from '../calendar-day.js';
import { dayOfDate } from '../calendar-day.js';
import type { Decision } from '../decision.js';
import type { EpisodeRow } from '../episode-row.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Context, Reading, Step } from './context.js';
import { byRow, idMapEvidence, listsNothingYet, matched, parked } from './context.js';
import {
  mainRows,
  readByAbsolute,
  readByEp,
  readBySort,
  readPastPrologue,
  withoutMiscounts,
} from './number-readings.js';
import type { Table } from './number-readings.js';
import { isOnAir, isOnPace, oneCour, precedingOf, weeksOnAir } from './place.js';
import { agreesOnDay, dateEvidence, judgeDate } from './row-date.js';

/** More cours than this in one season are yearly subjects whose wiki numbers go on: counting them all proves nothing. */
export const countedCours = 12;

/** Tables whose lengths differ from TMDB's count by a recap or two still count as reaching up to the number. */
const recapSlack = 2;

/**
 * Several subjects share a season and start (split seasons, where the map lacks the start episode): the date picks
 * the cour, then two of date, wiki number and count of the earlier cours' episodes must name one row.
 */
export const decideCours: Step = (context) => {
  const { place } = context;
  const { placed, day } = place;
  if (placed.length < 2) return null;
  const onAir = onAirAmong(placed, day);
  // Streamed months before the broadcast that the map dates: then only the rows' own dates tell.
  const running = onAir.length === 0 ? placed : onAir;
  const readings = running.flatMap((entry) => readCour(entry, context));
  const leading = onAir.filter((entry) => leadsTo(entry, place));
  return (
    (day === null ? acceptByNumbers(readings, context) : acceptByDate(readings, context)) ??
    acceptUndated(readings, onAir, context) ??
    notYetListed(onAir, context) ??
    listsNothingYet(leading, context) ??
    (areOver(onAir, context) ? null : ambiguous(readings, onAir))
  );
};

const onAirAmong = (entries: readonly IdMapEntry[], day: Day | null) =>
  day === null ? entries : entries.filter((entry) => isOnAir(entry, day));

const areOver = (entries: readonly IdMapEntry[], context: Context) => {
  const { day } = context.place;
  return day !== null && entries.every((entry) => isOver(entry, context, day));
};

/** Premieres of two or three episodes and weeks without any put the weeks and the numbers of the earlier cours so far apart. */
const numbersOff = 4;

/**
 * Nothing is listed, so only the weeks on the air are there to count: those of the earlier cours and the number lead to that
 * very day, or that day is this cour's first and the number is about its first.
 */
function leadsTo(entry: IdMapEntry, { placed, item, day }: Context['place']): boolean {
  const earlier = precedingOf(entry, placed).map(weeksOnAir);
  if (day === null || entry.begin === null || earlier.includes(null)) return false;
  const before = earlier.reduce<number>((sum, weeks) => sum + (weeks ?? 0), 0);
  const k = item.number - entry.start + 1 - before;
  const isFirstDay = Math.abs(entry.begin - day) <= 1;
  return isOnPace(entry, day, k)
    ? k >= 1 && (entry.end !== null || k <= oneCour)
    : isFirstDay && k >= 0 && k <= numbersOff;
}

/** Its last row was long ago: the map does not know yet that it has ended, nor what came after. */
function isOver({ subjectId }: IdMapEntry, { tables }: Context, day: Day): boolean {
  const last = mainRows({ rows: tables.get(subjectId) ?? [] }).at(-1);
  const aired = dayOfDate(last?.airdate ?? null);
  return last === undefined || (aired !== null && day > aired + daysAhead);
}

function readCour(entry: IdMapEntry, { place, tables }: Context): Reading[] {
  const { item } = place;
  const table = tableOf(entry, tables);
  if (table === null) return [];
  const earlier = countEarlier(precedingOf(entry, place.placed), tables);
  const number = item.number - entry.start + 1;
  const counted = withoutMiscounts(
    (earlier ?? []).flatMap((count) => readByCount(table, number, count)),
    item,
    { table, among: placedTables(place.placed, tables) },
  );
  // A number that lies inside the earlier cours is not this cour's, even if its own numbers begin again at 1.
  const isInsideEarlier = earlier !== null && number <= Math.min(...earlier) - recapSlack;
  return isInsideEarlier
    ? []
    : [...readBySort(table, item.number), ...readByAbsolute(table, item), ...counted];
}

const placedTables = (placed: readonly IdMapEntry[], tables: Context['tables']): Table[] =>
  placed.flatMap((entry) => tableOf(entry, tables) ?? []);

function readByCount(table: Table, number: number, earlier: number): Reading[] {
  const detail = `episode ${number} after ${earlier} episodes of earlier cours`;
  const readings = [
    ...readByEp(table, number - earlier),
    ...readPastPrologue(table, number - earlier),
  ];
  return readings.map((reading) => ({ ...reading, evidence: { signal: 'number', detail } }));
}

/** How many episodes the earlier cours have, without and with prologues and recaps; null when one cour is not known. */
function countEarlier(
  entries: readonly IdMapEntry[],
  tables: Context['tables'],
): readonly number[] | null {
  if (entries.length > countedCours) return null;
  const lists = entries
    .map((entry) => tableOf(entry, tables))
    .map((table) => (table === null ? [] : mainRows(table)));
  if (lists.some((rows) => rows.length === 0)) return null;
  const all = lists.flat();
  const whole = all.filter((row) => row.sort % 1 === 0);
  return [...new Set([whole.filter((row) => row.sort > 0).length, whole.length, all.length])];
}

const tableOf = ({ subjectId }: IdMapEntry, tables: Context['tables']): Table | null => {
  const rows = tables.get(subjectId);
  return rows === undefined ? null : { subjectId, rows };
};

/** Date and a number name one row; where several rows have the date (same-day drops), the one with most numbers. */
function acceptByDate(readings: readonly Reading[], { place }: Context): Decision | null {
  const groups = byRow(readings.filter(({ row }) => agreesOnDay(row, place.day)));
  const [best, next] = groups.toSorted((left, right) => right.length - left.length);
  if (best === undefined || next?.length === best.length) return null;
  return matchedBy(best, place);
}

/** No date: wiki number and count agree on one row, and no other cour has a row of that number. */
function acceptByNumbers(
  readings: readonly Reading[],
  { place, tables }: Context,
): Decision | null {
  const [only, second] = byRow(readings);
  const isKnown = place.placed.every(({ subjectId }) => tables.has(subjectId));
  return isKnown && only !== undefined && second === undefined && only.length > 1
    ? matchedBy(only, place)
    : null;
}

/** The row has no date or a slip in it: one cour was on the air that day, and its numbers agree on one row. */
function acceptUndated(
  readings: readonly Reading[],
  running: readonly IdMapEntry[],
  { place, tables }: Context,
): Decision | null {
  const [only, second] = byRow(readings);
  if (
    place.day === null ||
    running.length !== 1 ||
    only === undefined ||
    second !== undefined ||
    only.length < 2
  )
    return null;
  const [{ row, subjectId }] = only;
  return judgeDate(row, tables.get(subjectId) ?? [], place.day) === 'contradicts'
    ? null
    : matchedBy(only, place);
}

function matchedBy(
  readings: readonly [Reading, ...Reading[]],
  { placed, day }: Context['place'],
): Decision {
  const [first] = readings;
  const entry = placed.find(({ subjectId }) => subjectId === first.subjectId);
  const numbers = readings.map(({ evidence }) => evidence);
  return matched(first, [
    ...(entry === undefined ? [] : [idMapEvidence(entry)]),
    ...numbers,
    dateEvidence(first.row, day),
  ]);
}

const rowsAhead = 3;
const daysAhead = 35;

/** The one cour on the air ends just before the number and the day: its next rows are not listed yet. */
function notYetListed(running: readonly IdMapEntry[], context: Context): Decision | null {
  const { place, tables } = context;
  const [entry, second] = running;
  if (entry === undefined || second !== undefined || place.day === null) return null;
  const last = mainRows({ rows: tables.get(entry.subjectId) ?? [] }).at(-1);
  if (last === undefined || !followsSoon(dayOfDate(last.airdate), place.day)) return null;
  if (!isJustAfter(last, entry, context)) return null;
  const detail = `subject ${entry.subjectId} ends at ${last.sort} on ${last.airdate ?? 'an unknown day'}`;
  return parked('episode-missing', {
    subjectId: entry.subjectId,
    evidence: [idMapEvidence(entry), { signal: 'number', detail }],
  });
}

function isJustAfter(last: EpisodeRow, entry: IdMapEntry, { place, tables }: Context): boolean {
  const { number } = place.item;
  const earlier = countEarlier(precedingOf(entry, place.placed), tables) ?? [];
  const ahead = [
    number - last.sort,
    ...earlier.map((count) => number - entry.start + 1 - count - last.ep),
  ];
  return ahead.some((rows) => rows > 0 && rows <= rowsAhead);
}

const followsSoon = (last: Day | null, day: Day) =>
  last !== null && day >= last && day - last <= daysAhead;

function ambiguous(readings: readonly Reading[], running: readonly IdMapEntry[]): Decision {
  return parked('ambiguous', { readings, evidence: running.map(idMapEvidence) });
}
