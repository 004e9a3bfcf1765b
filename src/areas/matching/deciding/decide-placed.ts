import type { Day } from '../calendar-day.js';
import { dayOfDate } from '../calendar-day.js';
import type { Decision } from '../decision.js';
import type { EpisodeRow } from '../episode-row.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Context, Reading, Step } from './context.js';
import { byRow, idMapEvidence, matched, parked } from './context.js';
import {
  beginsWithPrologue,
  readByAbsolute,
  readByEp,
  readByPosition,
  readBySort,
  readPastPrologue,
} from './number-readings.js';
import type { Table } from './number-readings.js';
import { isOnAir, isOnPace, oneCour, weekly, weeksOnAir } from './place.js';
import { agreesOnDay, dateEvidence, isMain, judgeDate } from './row-date.js';

/** The id map names one subject for the season and number: find the row, and let the date confirm or object. */
export const decidePlaced: Step = ({ place, tables }) => {
  const [entry, second] = place.placed;
  if (entry === undefined || second !== undefined) return null;
  const rows = tables.get(entry.subjectId);
  if (rows === undefined) {
    const gone = {
      signal: 'id-map',
      detail: `Bangumi does not show subject ${entry.subjectId} (deleted or hidden)`,
    };
    return parked('unmatched', { evidence: [idMapEvidence(entry), gone] });
  }
  return decideWithin(entry, { place, tables }, { subjectId: entry.subjectId, rows });
};

export function decideWithin(entry: IdMapEntry, { place }: Context, table: Table): Decision | null {
  const { item, day } = place;
  const k = item.number - entry.start + 1;
  const numbered = [
    ...readByEp(table, k),
    ...(entry.start === 1 ? readBySort(table, item.number) : []),
    ...readPastPrologue(table, k),
  ];
  const others = [
    ...readBySort(table, item.number),
    ...readByAbsolute(table, item),
    ...readByPosition(table, k),
  ];
  const inside = { entry, table, day };
  const onThatDay = byRow(numbered.filter(({ row }) => agreesOnDay(row, day)));
  if (onThatDay.length > 1) return disagree(entry, numbered, day);
  return (
    accept(numbered, inside) ??
    acceptByDate(others, inside) ??
    (numbered.length > 0 ? disagree(entry, numbered, day) : missing(entry, table, { day, k }))
  );
}

/** The subject the id map names, its rows, and the day the episode was first aired. */
export interface Inside {
  readonly entry: IdMapEntry;
  readonly table: Table;
  readonly day: Day | null;
}

/** The number as the map gives it: accepted if the date agrees with just one row, or does not object to the only one. */
function accept(readings: readonly Reading[], inside: Inside): Decision | null {
  const byDate = acceptByDate(readings, inside);
  if (byDate !== null) return byDate;
  const [only, second] = byRow(readings);
  if (only === undefined || second !== undefined) return null;
  const [{ row }] = only;
  return isCredible(row, inside)
    ? matched(only[0], [
        idMapEvidence(inside.entry),
        ...evidenceOf(only),
        dateEvidence(row, inside.day),
      ])
    : null;
}

function isCredible(row: EpisodeRow, { entry, table, day }: Inside): boolean {
  const verdict = judgeDate(row, table.rows, day);
  if (verdict === 'near') return true;
  const inRun = day === null || isOnAir(entry, day);
  // Without a date nobody knows whether TMDB counts a prologue, so every number may be one off.
  if (verdict === 'unknown') return inRun && !beginsWithPrologue(table);
  return inRun && isOfAnotherRun(row, entry);
}

/** A date outside the subject's own run is that of another channel's broadcast, years off: it says nothing. */
function isOfAnotherRun(row: EpisodeRow, entry: IdMapEntry): boolean {
  const aired = dayOfDate(row.airdate);
  return aired !== null && entry.begin !== null && !isOnAir(entry, aired);
}

export function acceptByDate(
  readings: readonly Reading[],
  { entry, day }: Inside,
): Decision | null {
  const [only, second] = byRow(readings.filter(({ row }) => agreesOnDay(row, day)));
  if (only === undefined || second !== undefined) return null;
  return matched(only[0], [
    idMapEvidence(entry),
    ...evidenceOf(only),
    dateEvidence(only[0].row, day),
  ]);
}

const evidenceOf = (readings: readonly Reading[]) => readings.map(({ evidence }) => evidence);

function disagree(entry: IdMapEntry, readings: readonly Reading[], day: Day | null): Decision {
  const dates = readings.map(({ row }) => dateEvidence(row, day));
  return parked('ambiguous', { readings, evidence: [idMapEvidence(entry), ...dates] });
}

/**
 * No row has the number. The subject is certain only while it may still get the row: after its end, the number more
 * likely belongs to a later season that TMDB merged into this one, and the next step is asked.
 */
function missing(
  entry: IdMapEntry,
  { rows }: Table,
  { day, k }: { day: Day | null; k: number },
): Decision | null {
  if (!mayStillCome(entry, { rows, day, k }))
    return isOwnNumber(entry, { rows, day, k }) ? disagree(entry, [], day) : null;
  const detail = `subject ${entry.subjectId} has no episode ${k} yet`;
  return parked('episode-missing', {
    subjectId: entry.subjectId,
    number: entry.startIsGiven || (day !== null && isOnPace(entry, day, k)) ? k : null,
    evidence: [idMapEvidence(entry), { signal: 'number', detail }],
  });
}

interface Wanted {
  readonly rows: readonly EpisodeRow[];
  readonly day: Day | null;
  readonly k: number;
}

function mayStillCome(entry: IdMapEntry, { rows, day, k }: Wanted): boolean {
  const main = rows.filter(isMain);
  const isGap = main.some((row) => row.ep > k);
  if (day === null) return isGap || main.length === 0 || entry.end === null;
  if (!isOnAir(entry, day)) return false;
  if (main.length === 0) return entry.startIsGiven || isAboutOnPace(entry, day, k);
  return isGap || isAfterLast(entry, main, day);
}

/** The rows that are there are all from before that day, and the subject had not ended. */
const isAfterLast = ({ end }: IdMapEntry, main: readonly EpisodeRow[], day: Day) =>
  (end === null || day <= end + 1) &&
  main.every((row) => (dayOfDate(row.airdate) ?? day) <= day + 1);

const daysOff = 28;

/** Nothing is listed and the map names no start: the number leads to about that day, which is one of the run's. */
const isAboutOnPace = ({ begin, end }: IdMapEntry, day: Day, k: number) =>
  begin === null ||
  (Math.abs(begin + (k - 1) * weekly - day) <= daysOff && (end === null || day <= end + 1));

/** No rows to look at, and a number that the subject's own run has room for: another day says that something is wrong. */
const isOwnNumber = (entry: IdMapEntry, { rows, day, k }: Wanted): boolean =>
  !rows.some(isMain) && day !== null && k <= (weeksOnAir(entry) ?? oneCour);
