import type { Decision } from '../decision.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Context, Reading, Step } from './context.js';
import { byRow, idMapEvidence, listsNothingYet, matched, parked } from './context.js';
import { acceptByDate, decideWithin } from './decide-placed.js';
import { readByEp } from './number-readings.js';
import { isOnAir, unnumberedSpecials } from './place.js';
import type { Place } from './place.js';
import { agreesOnDay, dateEvidence, isMain } from './row-date.js';

/**
 * Season 0: TMDB's numbers there are arbitrary, so a special is taken from the map's exact key, or by a date that
 * just one special row has.
 */
export const decideSpecial: Step = (context) => decideNamed(context) ?? decideByDate(context);

function decideNamed({ place, tables }: Context): Decision | null {
  const [entry, second] = namedSpecials(place);
  const rows = entry === undefined ? undefined : tables.get(entry.subjectId);
  if (entry === undefined || second !== undefined || rows === undefined) return null;
  const table = { subjectId: entry.subjectId, rows };
  const k = place.item.number - entry.start + 1;
  if (k === 1) return decideWithin(entry, { place, tables }, table);
  // The specials after a named start may be that subject's next parts or something else: only the date can tell.
  return (
    acceptByDate(readByEp(table, k), { entry, table, day: place.day }) ??
    listsNothingYet([entry], { place, tables }, k)
  );
}

/** The map names one start for several specials at times: then the day tells which is meant. */
export const namedSpecials = ({ placed, day }: Place): readonly IdMapEntry[] =>
  placed.length > 1 && day !== null ? placed.filter((entry) => isOnAir(entry, day)) : placed;

function decideByDate(context: Context): Decision | null {
  const { place, tables } = context;
  const ownSubjects = unnumberedSpecials(place).flatMap((entry) =>
    readOnDay(context, entry, () => true),
  );
  const ofSeasons = place.onAir.flatMap((entry) =>
    readOnDay(context, entry, (row) => row.type === 1 || row.sort % 1 !== 0),
  );
  // A special aired beside a regular episode is often a mini episode or a talk: its date proves nothing.
  const besideRegular = place.onAir.some((entry) =>
    (tables.get(entry.subjectId) ?? []).some(
      (row) => isMain(row) && row.sort % 1 === 0 && agreesOnDay(row, place.day),
    ),
  );
  const [only, second] = byRow([...ownSubjects, ...(besideRegular ? [] : ofSeasons)]);
  if (only === undefined) return null;
  if (second !== undefined)
    return parked('ambiguous', {
      readings: [...ownSubjects, ...ofSeasons],
      evidence: only.map(({ evidence }) => evidence),
    });
  const entry = place.entries.find(({ subjectId }) => subjectId === only[0].subjectId);
  return matched(only[0], [
    ...(entry === undefined ? [] : [idMapEvidence(entry)]),
    only[0].evidence,
  ]);
}

function readOnDay(
  { place, tables }: Context,
  entry: IdMapEntry,
  isSpecial: (row: { type: number; sort: number }) => boolean,
): Reading[] {
  return (tables.get(entry.subjectId) ?? [])
    .filter((row) => isSpecial(row) && agreesOnDay(row, place.day))
    .map((row) => ({ subjectId: entry.subjectId, row, evidence: dateEvidence(row, place.day) }));
}
