import type { Decision } from '../decision.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Context, Reading, Step } from './context.js';
import { byRow, idMapEvidence, matched, parked } from './context.js';
import { acceptByDate, decideWithin } from './decide-placed.js';
import { readByEp } from './number-readings.js';
import { unnumberedSpecials } from './place.js';
import { agreesOnDay, dateEvidence, isMain } from './row-date.js';

/**
 * Season 0: TMDB's numbers there are arbitrary, so a special is taken from the map's exact key, or by a date that
 * just one special row has. Anything else waits.
 */
export const decideSpecial: Step = (context) => {
  if (context.place.item.season !== 0) return null;
  return (
    decideNamed(context) ??
    decideByDate(context) ??
    parked('unmatched', {
      evidence: [{ signal: 'id-map', detail: 'the show is in the id map, this special is not' }],
    })
  );
};

function decideNamed({ place, tables }: Context): Decision | null {
  const [entry, second] = place.placed;
  const rows = entry === undefined ? undefined : tables.get(entry.subjectId);
  if (entry === undefined || second !== undefined || rows === undefined) return null;
  const table = { subjectId: entry.subjectId, rows };
  const k = place.item.number - entry.start + 1;
  if (k === 1) return decideWithin(entry, { place, tables }, table);
  // The specials after a named start may be that subject's next parts or something else: only the date can tell.
  return acceptByDate(readByEp(table, k), { entry, table, day: place.day });
}

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
