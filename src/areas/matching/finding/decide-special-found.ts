import type { Day } from '../calendar-day.js';
import { dayOfDate } from '../calendar-day.js';
import type { Decision, Evidence } from '../decision.js';
import { byRow, matched, parked } from '../deciding/context.js';
import type { Reading } from '../deciding/context.js';
import { mainRows, readByTitle } from '../deciding/number-readings.js';
import { agreesOnDay, dateEvidence, isMain } from '../deciding/row-date.js';
import { lookAtTables } from '../facts/facts.js';
import type { Deciding } from '../facts/facts.js';
import type { EpisodeRow, EpisodeTables } from '../episode-row.js';
import type { Sought } from './decide-found.js';
import { byNearestBegin, mayRunOn } from './lead.js';
import type { Lead } from './lead.js';

const tablesRead = 4;

/**
 * A special that no map places: a special row of a subject that ran then, or a subject of its own, that day's only one.
 * Its title only begins like the show's, so the date must be exact and nothing else of that day.
 */
export function* decideSpecialAmong(
  { item, day, facts }: Sought,
  leads: readonly Lead[],
): Deciding<Decision | null> {
  if (day === null) return null;
  const possible = byNearestBegin(leads.filter((lead) => mayRunOn(lead, day))).slice(0, tablesRead);
  const tables = yield* lookAtTables(
    facts,
    possible.map(({ found }) => found.subjectId),
  );
  const rows = possible.flatMap((lead) => rowsOnDay(lead, tables, day));
  // A special aired beside a regular episode is often a mini episode or a talk: its date proves nothing.
  if (rows.some(({ isRegular }) => isRegular))
    return decideByTitle({ item, day, facts }, possible, tables);
  const [only, second] = byRow(rows.map(({ reading }) => reading));
  if (only === undefined) return null;
  const { evidence } = only[0];
  if (second !== undefined)
    return parked('ambiguous', {
      readings: rows.map(({ reading }) => reading),
      evidence: [evidence],
    });
  return matched(only[0], [...evidenceOf(only[0], possible), dateEvidence(only[0].row, day)]);
}

interface RowOnDay {
  readonly reading: Reading;
  readonly isRegular: boolean;
}

function rowsOnDay(lead: Lead, tables: EpisodeTables, day: Day): RowOnDay[] {
  const { subjectId } = lead.found;
  const rows = tables.get(subjectId) ?? [];
  const isSeries = mainRows({ rows }).length > oneOff;
  return rows
    .filter((row) => agreesOnDay(row, day))
    .map((row) => ({
      reading: { subjectId, row, evidence: dateEvidence(row, day) },
      isRegular: isSeries && isRegularRow(row),
    }));
}

/** Subjects of a few rows are specials themselves. */
const oneOff = 3;

const isRegularRow = (row: EpisodeRow) => isMain(row) && row.sort % 1 === 0;

function decideByTitle(
  { item, day }: Sought,
  leads: readonly Lead[],
  tables: EpisodeTables,
): Decision | null {
  const readings = leads.flatMap(({ found: { subjectId } }) => {
    const rows = (tables.get(subjectId) ?? []).map((row) => ({ ...row, type: 0 }));
    return readByTitle({ subjectId, rows }, item);
  });
  const [only, second] = byRow(readings.filter(({ row }) => agreesOnDay(row, day)));
  if (only === undefined || second !== undefined || dayOfDate(only[0].row.airdate) === null)
    return null;
  return matched(only[0], [
    ...evidenceOf(only[0], leads),
    only[0].evidence,
    dateEvidence(only[0].row, day),
  ]);
}

const evidenceOf = ({ subjectId }: Reading, leads: readonly Lead[]): readonly Evidence[] =>
  leads.find(({ found }) => found.subjectId === subjectId)?.evidence ?? [];
