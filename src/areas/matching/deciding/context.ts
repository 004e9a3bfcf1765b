import { dateOfDay } from '../calendar-day.js';
import type { Day } from '../calendar-day.js';
import type { Candidate, Decision, Evidence } from '../decision.js';
import type { EpisodeRow, EpisodeTables } from '../episode-row.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { Place } from './place.js';

export interface Context {
  readonly place: Place;
  readonly tables: EpisodeTables;
}

/** One way to decide an episode; null when it has nothing to say and the next one is to be asked. */
export type Step = (context: Context) => Decision | null;

/** A row somebody could mean, with what speaks for it. */
export interface Reading {
  readonly subjectId: number;
  readonly row: EpisodeRow;
  readonly evidence: Evidence;
}

export function matched(
  { subjectId, row }: Pick<Reading, 'subjectId' | 'row'>,
  evidence: readonly Evidence[],
): Decision {
  return { kind: 'matched', subjectId, episodeId: row.id, evidence };
}

interface Suspect {
  readonly found: { readonly subjectId: number };
  readonly evidence: readonly Evidence[];
}

interface Parking {
  readonly subjectId?: number;
  /** The number within that subject, where it is certain though the row is not there. */
  readonly number?: number | null;
  readonly readings?: readonly Reading[];
  /** Subjects it could be as a whole. */
  readonly subjects?: readonly Suspect[];
  readonly evidence: readonly Evidence[];
}

export function parked(
  reason: 'unmatched' | 'ambiguous' | 'episode-missing',
  parking: Parking,
): Decision {
  const { subjectId = null, number = null, readings = [], subjects = [], evidence } = parking;
  const wholes = subjects.map((each) => ({
    subjectId: each.found.subjectId,
    episodeId: null,
    evidence: each.evidence,
  }));
  const candidates = [...toCandidates(readings), ...wholes];
  return { kind: 'parked', reason, subjectId, number, candidates, evidence };
}

function toCandidates(readings: readonly Reading[]): Candidate[] {
  const byRow = new Map<number, Candidate>();
  for (const { subjectId, row, evidence } of readings) {
    const known = byRow.get(row.id)?.evidence ?? [];
    byRow.set(row.id, { subjectId, episodeId: row.id, evidence: [...known, evidence] });
  }
  return [...byRow.values()].sort((left, right) => (left.episodeId ?? 0) - (right.episodeId ?? 0));
}

/** Readings of one row each, in the order in which the rows are first named. */
export function byRow(readings: readonly Reading[]): readonly (readonly [Reading, ...Reading[]])[] {
  const rows = new Map<number, [Reading, ...Reading[]]>();
  for (const reading of readings) {
    const same = rows.get(reading.row.id);
    if (same === undefined) rows.set(reading.row.id, [reading]);
    else same.push(reading);
  }
  return [...rows.values()];
}

/** A cour of an unknown end is over after so many days, unless its rows say otherwise. */
const courDays = 100;

/** The one subject on the air that day, of which the wiki lists no episodes at all: it is certain, its row cannot be. */
export function listsNothingYet(
  running: readonly IdMapEntry[],
  { place: { day }, tables }: Context,
  number: number | null = null,
): Decision | null {
  if (day === null) return null;
  const [entry, second] = running.filter((each) => isSurelyOnAir(each, day));
  const rows = entry === undefined ? undefined : tables.get(entry.subjectId);
  if (entry === undefined || second !== undefined || rows === undefined) return null;
  if (rows.some(({ type }) => type === 0)) return null;
  const detail = `subject ${entry.subjectId} was on the air on ${dateOfDay(day)} and lists no episodes`;
  return parked('episode-missing', {
    subjectId: entry.subjectId,
    number,
    evidence: [idMapEvidence(entry), { signal: 'air-date', detail }],
  });
}

const isSurelyOnAir = ({ begin, end }: IdMapEntry, day: Day) =>
  begin !== null && begin <= day + 1 && day <= (end ?? begin + courDays) + 1;

export function idMapEvidence(entry: IdMapEntry): Evidence {
  const at = entry.startIsGiven ? ` starting at episode ${entry.start}` : '';
  return {
    signal: 'id-map',
    detail: `bangumi-data puts subject ${entry.subjectId} (${entry.title}) in season ${entry.season}${at}`,
  };
}
