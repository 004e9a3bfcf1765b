import type { Day } from '../calendar-day.js';
import { dayOfDate } from '../calendar-day.js';
import type { Decision, Evidence } from '../decision.js';
import { byRow, matched, parked } from '../deciding/context.js';
import type { Reading } from '../deciding/context.js';
import {
  beginsWithPrologue,
  mainRows,
  readByAbsolute,
  readByEp,
  readByPosition,
  readBySort,
  readByTitle,
  readPastPrologue,
} from '../deciding/number-readings.js';
import type { Table } from '../deciding/number-readings.js';
import { agreesOnDay, dateEvidence, judgeDate } from '../deciding/row-date.js';
import type { EpisodeTables } from '../episode-row.js';
import type { EpisodeItem } from '../media-item.js';
import { beginEvidence, byNearestBegin } from './lead.js';
import type { Lead } from './lead.js';

export interface Aligning {
  readonly item: EpisodeItem;
  readonly day: Day | null;
  /** Leads that count, with their tables; a lead without a table is gone. */
  readonly leads: readonly Lead[];
  /** Seasons whose episodes the catalogue may have counted first, candidates included. */
  readonly earlier: readonly Lead[];
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
  if (aligning.day === null) return alignUndated(aligning.item, opened);
  const earlier = open(aligning.earlier, aligning.tables);
  const dated = { item: aligning.item, day: aligning.day, earlier };
  return (
    alignOnDay(dated, opened) ??
    alignBetween(dated, opened) ??
    notYetListed(dated, opened)
  );
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
  ]);
  const groups = byRow(numbered.filter(({ row }) => agreesOnDay(row, day))).toSorted(
    (left, right) => right.length - left.length,
  );
  const [best, next] = groups;
  if (best === undefined) return parkOnDay(day, opened);
  if (next?.length === best.length || isClaimedElsewhere(best[0], item, opened))
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

/** The number where the catalogue counts on through earlier seasons: the one before, the two before, … */
function readAfterEarlier(
  { lead, table }: Opened,
  item: EpisodeItem,
  earlier: readonly Opened[],
): Reading[] {
  const readings: Reading[] = [];
  let sum = 0;
  for (const each of byNearestBegin(earlier.map((other) => other.lead))) {
    if ((each.found.begin ?? 0) >= (lead.found.begin ?? 0)) continue;
    const own = earlier.find((other) => other.lead === each)?.table ?? { rows: [] };
    const count = mainRows(own).filter((row) => row.sort >= 1 && row.sort % 1 === 0).length;
    if (count === 0) break;
    sum += count;
    const detail = `episode ${item.number - sum} after ${sum} of earlier seasons`;
    const read = readByEp(table, item.number - sum);
    readings.push(...read.map((reading) => ({ ...reading, evidence: { signal: 'number', detail } })));
  }
  return readings;
}

const evidenceOfAll = (opened: readonly Opened[]) => opened.flatMap(({ lead }) => lead.evidence);

/**
 * The row is another season's, which counts from 1 again, while the season asked for has that number itself: then the date
 * is as likely to be wrong as the season.
 */
function isClaimedElsewhere(
  { subjectId, row }: Reading,
  item: EpisodeItem,
  opened: readonly Opened[],
): boolean {
  const own = opened.find(({ table }) => table.subjectId === subjectId);
  if (own === undefined || isOfSeason(own.lead, item) || row.sort !== row.ep) return false;
  return opened.some(
    ({ lead, table }) =>
      lead !== own.lead && isOfSeason(lead, item) && readByEp(table, item.number).length > 0,
  );
}

/** Rows without dates: the day lies between the dated ones around, and the number is one of the season's own. */
function alignBetween({ item, day }: Dated, opened: readonly Opened[]): Decision | null {
  const readings = opened.filter(({ lead }) => isOfSeason(lead, item) && isNearBegin(lead, day, item.number)).flatMap(
    ({ table }) =>
      beginsWithPrologue(table)
        ? []
        : readNumbers(table, item).filter(({ row }) =>
            ['unknown', 'near'].includes(judgeDate(row, table.rows, day)),
          ),
  );
  const [only, second] = byRow(readings);
  return only === undefined || second !== undefined ? null : accept(only, opened, day);
}

/** A season counts itself, and the first need not. */
export const isOfSeason = ({ season }: Lead, { season: wanted }: EpisodeItem) =>
  season === null ? wanted === 1 : season === wanted;

const weekly = 7;
const slack = 35;

/** From the first broadcast to the day there is room for so many episodes, a week each, and not for many more. */
const isNearBegin = ({ found: { begin, eps } }: Lead, day: Day, number: number) =>
  begin !== null && begin - 3 <= day && day <= begin + Math.max(number, eps, 13) * weekly + slack;

/** Without any date: the number in a season that the title and its count, or the year of a first season, make certain. */
function alignUndated(item: EpisodeItem, opened: readonly Opened[]): Decision | null {
  const [own, second] = opened.filter(({ lead }) => lead.link === 'same' && isOfSeason(lead, item));
  if (own === undefined || second !== undefined) return null;
  if (own.lead.found.begin === null || item.show.year === null) return null;
  const { table } = own;
  if (beginsWithPrologue(table) || mainRows(table).some((row) => row.sort % 1 !== 0)) return null;
  const [row, other] = byRow([...readByEp(table, item.number), ...readBySort(table, item.number)]);
  return row === undefined || other !== undefined || row.length < 2
    ? null
    : accept(row, opened, null);
}

const soon = 35;
const rowsAhead = 3;

/**
 * The subject is certain, its row is not there: either the wiki lists no episodes at all, or the last one comes just before.
 */
function notYetListed(dated: Dated, opened: readonly Opened[]): Decision | null {
  const { item, day } = dated;
  const [own] = byNearestBegin(opened.map(({ lead }) => lead)).filter((lead) =>
    isNearBegin(lead, day, item.number),
  );
  const at = opened.find(({ lead }) => lead === own);
  if (own === undefined || at === undefined) return null;
  const rivals = opened.filter(({ lead }) => lead !== own && lead.found.begin === own.found.begin);
  if (rivals.length > 0) return null;
  const last = mainRows(at.table).at(-1);
  if (last !== undefined && !isJustBefore(last, dated)) return null;
  if (last === undefined && !mayBeOf(own, dated)) return null;
  const says = last === undefined ? 'lists no episodes' : `ends at ${last.sort}`;
  return parked('episode-missing', {
    subjectId: own.found.subjectId,
    number: last === undefined ? weeksSince(own, dated) : null,
    evidence: [
      ...own.evidence,
      beginEvidence(own, day),
      { signal: 'number', detail: `subject ${own.found.subjectId} ${says}` },
    ],
  });
}

const oneCour = 12;

/** Nothing is listed: the season is named, or the numbers go on past a first cour, or lead week by week to that day. */
function mayBeOf(lead: Lead, { item, day }: Dated): boolean {
  if (isOfSeason(lead, item)) return true;
  if (lead.link !== 'sequel') return false;
  const { begin } = lead.found;
  const isOnPace = begin !== null && Math.abs(begin + (item.number - 1) * weekly - day) <= weekly + 1;
  return item.number > oneCour || (item.season > 1 && isOnPace);
}

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

/** The number, where one a week since the first broadcast leads to that very day. */
const weeksSince = ({ found: { begin } }: Lead, { item, day }: Dated) =>
  begin !== null && Math.abs(begin + (item.number - 1) * weekly - day) <= 1 ? item.number : null;

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
