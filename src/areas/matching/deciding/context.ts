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

interface Parking {
  readonly subjectId?: number;
  readonly readings?: readonly Reading[];
  readonly evidence: readonly Evidence[];
}

export function parked(
  reason: 'unmatched' | 'ambiguous' | 'episode-missing',
  parking: Parking,
): Decision {
  const { subjectId = null, readings = [], evidence } = parking;
  return { kind: 'parked', reason, subjectId, candidates: toCandidates(readings), evidence };
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

export function idMapEvidence(entry: IdMapEntry): Evidence {
  const at = entry.startIsGiven ? ` starting at episode ${entry.start}` : '';
  return {
    signal: 'id-map',
    detail: `bangumi-data puts subject ${entry.subjectId} (${entry.title}) in season ${entry.season}${at}`,
  };
}
