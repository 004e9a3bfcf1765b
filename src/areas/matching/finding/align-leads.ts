import type { Day } from '../calendar-day.js';
import { dayOfDate } from '../calendar-day.js';
import type { Decision, Evidence } from '../decision.js';
import { byRow, matched, parked } from '../deciding/context.js';
import type { Reading } from '../deciding/context.js';
import {
  beginsWithPrologue,
  goesOn,
  mainRows,
  readByAbsolute,
  readByEp,
  readByPosition,
  readBySort,
  readByTitle,
  readPastPrologue,
  sumsOfEarlier,
  withoutMiscounts,
} from '../deciding/number-readings.js';
import type { Table } from '../deciding/number-readings.js';
import { agreesOnDay, dateEvidence, judgeDate } from '../deciding/row-date.js';
import { isOnPace, oneCour } from '../deciding/place.js';
import type { EpisodeTables } from '../episode-row.js';
import type { EpisodeItem } from '../media-item.js';
import { beginEvidence, byNearestBegin } from './lead.js';
import type { Lead } from './lead.js';

export interface Aligning {
  readonly item: EpisodeItem;
  readonly day: Day;
  /** Leads that count, with their tables; a lead without a table is gone. */
  readonly leads: readonly Lead[];
  /** Seasons whose episodes the catalogue may have counted first, candidates included. */
  readonly earlier: readonly Lead[];
  /** The leads are sequels of what the id map knows. */
  readonly isMapped?: boolean | undefined;
  readonly tables: EpisodeTables;
}

interface Opened {
  readonly lead: Lead;
  readonly table: Table;
}

/**
 * Which row of these subjects an episode of a regular season is. The title is one signal; the second must be a row's date,
 * or, where rows have none, the number within a subject of that very season. Null when nothing fits: then others may be looked for.
 */
export function alignLeads(aligning: Aligning): Decision | null {
  const opened = open(aligning.leads, aligning.tables);
  const earlier = open(aligning.earlier, aligning.tables);
  const { item, day, isMapped = false } = aligning;
  const dated = { item, day, earlier, isMapped };
  return alignOnDay(dated, opened) ?? alignBetween(dated, opened) ?? notYetListed(dated, opened);
}

const open = (leads: readonly Lead[], tables: EpisodeTables): Opened[] =>
  leads.flatMap((lead) => {
    const rows = tables.get(lead.found.subjectId);
    return rows === undefined ? [] : [{ lead, table: { subjectId: lead.found.subjectId, rows } }];
  });

interface Dated {
  readonly item: EpisodeItem;
  readonly day: Day;
  readonly earlier: readonly Opened[];
  readonly isMapped: boolean;
}

function readNumbers(table: Table, item: EpisodeItem): Reading[] {
  return [
    ...readByEp(table, item.number),
    ...readBySort(table, item.number),
    ...readByAbsolute(table, item),
    ...readPastPrologue(table, item.number),
    ...readByTitle(table, item),
  ];
}

/** Date and number name one row. The date alone names one too at times, but a slip of a week would name the next. */
function alignOnDay({ item, day, earlier }: Dated, opened: readonly Opened[]): Decision | null {
  const numbered = opened.flatMap((each) => [
    ...readNumbers(each.table, item),
    ...readByPosition(each.table, item.number),
    ...readAfterEarlier(each, item, earlier),
    ...readFromStart(each, item),
  ]);
  const groups = byRow(numbered.filter(({ row }) => agreesOnDay(row, day))).toSorted(
    (left, right) => right.length - left.length,
  );
  const [best, next] = groups;
  if (best === undefined) return parkOnDay(day, opened);
  if (next?.length === best.length || isOfAnotherSeason(best[0], item, opened))
    return parked('ambiguous', { readings: groups.flat(), evidence: evidenceOfAll(opened) });
  return accept(best, opened, day);
}

function parkOnDay(day: Day, opened: readonly Opened[]): Decision | null {
  const readings = opened.flatMap(({ table }) =>
    mainRows(table)
      .filter((row) => agreesOnDay(row, day))
      .map((row) => ({ subjectId: table.subjectId, row, evidence: dateEvidence(row, day) })),
  );
  return readings.length === 0
    ? null
    : parked('ambiguous', { readings, evidence: evidenceOfAll(opened) });
}

/** Where a list says at which number the subject begins. */
function readFromStart({ lead: { start }, table }: Opened, { number }: EpisodeItem): Reading[] {
  return start == null || start === 1 ? [] : readByEp(table, number - start + 1);
}

/** The number where the catalogue counts on through earlier seasons: the one before, the two before, … */
function readAfterEarlier(
  { lead, table }: Opened,
  item: EpisodeItem,
  earlier: readonly Opened[],
): readonly Reading[] {
  // The first season of a catalogue and a wiki that both go on have the same numbers.
  if (item.season === 1 && goesOn(table)) return [];
  const nearest = byNearestBegin(
    earlier
      .map((other) => other.lead)
      .filter(({ found: { begin } }) => (begin ?? 0) < (lead.found.begin ?? 0)),
  ).map((before) => earlier.find((other) => other.lead === before)?.table ?? { rows: [] });
  const readings = sumsOfEarlier(nearest).flatMap((sum) => {
    const detail = `episode ${item.number - sum} after ${sum} of earlier seasons`;
    const read = readByEp(table, item.number - sum);
    return read.map((reading) => ({ ...reading, evidence: { signal: 'number', detail } }));
  });
  const among = [...earlier.map((each) => each.table), table];
  return withoutMiscounts(readings, item, { table, among });
}

const evidenceOfAll = (opened: readonly Opened[]) => opened.flatMap(({ lead }) => lead.evidence);

/**
 * The number counts from 1 in a season that is not the one asked for, by what its names count: then the date is as likely to be
 * wrong as the season. A wiki number that goes on through the seasons says nothing of them.
 */
function isOfAnotherSeason(
  { subjectId, row }: Reading,
  item: EpisodeItem,
  opened: readonly Opened[],
): boolean {
  const lead = opened.find(({ table }) => table.subjectId === subjectId)?.lead;
  const goesOn = row.sort === item.number && row.sort !== row.ep;
  if (lead === undefined || goesOn || row.ep !== item.number) return false;
  if (lead.season !== null) return lead.season !== item.season;
  return opened.some(
    (other) =>
      other.lead !== lead &&
      other.lead.season === item.season &&
      readByEp(other.table, item.number).length > 0,
  );
}

/** Rows without dates: the number is one of the season's own, and the days around it or the weeks since the first lead there. */
function alignBetween({ item, day }: Dated, opened: readonly Opened[]): Decision | null {
  const readings = opened
    .filter(({ lead, table }) => isOfSeason(lead, item) && !beginsWithPrologue(table))
    .flatMap(({ lead, table }) =>
      readNumbers(table, item).filter(
        ({ row }) =>
          judgeDate(row, table.rows, day) === 'near' ||
          (row.airdate === null &&
            (isOnPace(lead.found, day, item.number) || isBetween(row, table, day))),
      ),
    );
  const [only, second] = byRow(readings);
  return only === undefined || second !== undefined ? null : accept(only, opened, day);
}

const daysBetween = 30;

/** Dated rows not far before and after it have the day between them. */
function isBetween({ sort }: Reading['row'], table: Table, day: Day): boolean {
  const dated = mainRows(table).filter(({ airdate }) => airdate !== null);
  const before = dayOfDate(dated.findLast((row) => row.sort < sort)?.airdate ?? null);
  const after = dayOfDate(dated.find((row) => row.sort > sort)?.airdate ?? null);
  return (
    before !== null &&
    after !== null &&
    before <= day &&
    day <= after &&
    after - before <= daysBetween
  );
}

/** A season counts itself, and the first need not. */
const isOfSeason = ({ season }: Lead, { season: wanted }: EpisodeItem) =>
  season === null ? wanted === 1 : season === wanted;

/** The subject is certain, its row is not there: the wiki lists no episodes at all, or the last one comes just before. */
function notYetListed(dated: Dated, opened: readonly Opened[]): Decision | null {
  const { item, day } = dated;
  const possible = opened.filter((each) => isExpected(each, dated));
  const [own, second] = possible;
  if (own === undefined || second !== undefined) return null;
  const { subjectId } = own.lead.found;
  const last = mainRows(own.table).at(-1);
  const says = last === undefined ? 'lists no episodes' : `ends at ${last.sort}`;
  return parked('episode-missing', {
    subjectId,
    number: last === undefined && isOnPace(own.lead.found, day, item.number) ? item.number : null,
    evidence: [
      ...own.lead.evidence,
      beginEvidence(own.lead, day),
      { signal: 'number', detail: `subject ${subjectId} ${says}` },
    ],
  });
}

const courDays = 91;

function isExpected({ lead, table }: Opened, dated: Dated): boolean {
  const last = mainRows(table).at(-1);
  if (last !== undefined) return isJustBefore(last, dated);
  const { begin, end } = lead.found;
  if (begin === null || (end !== null && dated.day > end + 1)) return false;
  return leadsToDay(lead, dated) || continuesPast(lead, begin, dated);
}

/** A season's own number, one episode a week since the first, leads to that very day. */
function leadsToDay(lead: Lead, { item, day }: Dated): boolean {
  if (!isOnPace(lead.found, day, item.number) || (lead.part ?? 1) !== 1) return false;
  if (lead.link === 'sequel') return item.season > 1 || isOfSeason(lead, item);
  if (!isOfSeason(lead, item)) return false;
  // An anthology has its next story a week later, as a subject of its own; a named season or a month of weeks is no chance.
  return (
    item.season > 1 || item.number === 1 || item.number > aFewWeeks || item.number <= lead.found.eps
  );
}

const aFewWeeks = 3;

/** The map knows the line of sequels up to here, and the numbers go on past a first cour. */
const continuesPast = ({ link }: Lead, begin: Day, { item, day, isMapped }: Dated) =>
  link === 'sequel' &&
  isMapped &&
  item.number > oneCour &&
  begin - 1 <= day &&
  day <= begin + courDays;

const soon = 35;
const rowsAhead = 3;

function isJustBefore(last: Reading['row'], { item, day }: Dated): boolean {
  const aired = dayOfDate(last.airdate);
  const ahead = [item.number - last.ep, item.number - last.sort];
  return (
    aired !== null &&
    day > aired &&
    day - aired <= soon &&
    ahead.some((rows) => rows > 0 && rows <= rowsAhead)
  );
}

function accept(
  readings: readonly [Reading, ...Reading[]],
  opened: readonly Opened[],
  day: Day | null,
): Decision {
  const [first] = readings;
  const lead = opened.find(({ table }) => table.subjectId === first.subjectId)?.lead;
  const evidence: Evidence[] = [
    ...(lead?.evidence ?? []),
    ...readings.map(({ evidence: each }) => each),
    dateEvidence(first.row, day),
  ];
  return matched(first, evidence);
}
