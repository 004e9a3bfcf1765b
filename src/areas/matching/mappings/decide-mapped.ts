import { parked } from '../deciding/context.js';
import type { Decision, Evidence } from '../decision.js';
import type { EpisodeRow } from '../episode-row.js';
import { lookAtTables } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import type { MediaItem } from '../media-item.js';
import type { Mapping, MappingDraft } from './mapping.js';

type Owned = MappingDraft & Pick<Mapping, 'userId'>;

/** What a mapping makes of an item: the row it names, and never another one. */
export function* decideMapped(item: MediaItem, mapping: Owned, facts: Facts): Deciding<Decision> {
  const evidence = [mappingEvidence(mapping)];
  const { subjectId } = mapping;
  if (mapping.action === 'ignore' || subjectId === null)
    return { kind: 'excluded', reason: 'ignored-by-user', evidence };
  const rows = (yield* lookAtTables(facts, [subjectId])).get(subjectId);
  if (rows === undefined)
    return parked('unmatched', { subjectId, evidence: [...evidence, subjectGone(subjectId)] });
  const found = mappedRow(item, mapping, rows);
  const number = mappedNumber(item, mapping);
  if (found === 'missing') {
    const detail = `subject ${subjectId} has no ${wanted(mapping, number)}`;
    return parked('episode-missing', {
      subjectId,
      number: mapping.by === 'ep' ? number : null,
      evidence: [...evidence, { signal: 'number', detail }],
    });
  }
  if (found === null) return { kind: 'matched', subjectId, episodeId: null, evidence };
  const detail = `${wanted(mapping, number)} of subject ${subjectId} is row ${found.id}`;
  return {
    kind: 'matched',
    subjectId,
    episodeId: found.id,
    evidence: [...evidence, { signal: 'number', detail }],
  };
}

/** The row a mapping names for an item; null where the subject as a whole is meant: a film's without rows. */
export function mappedRow(
  item: MediaItem,
  mapping: MappingDraft,
  rows: readonly EpisodeRow[],
): EpisodeRow | null | 'missing' {
  if (mapping.episodeId !== null)
    return rows.find(({ id }) => id === mapping.episodeId) ?? 'missing';
  const main = rows.filter(({ type }) => type === 0);
  const [only, second] = main;
  if (item.kind === 'movie') {
    if (only === undefined) return null;
    if (second === undefined && mapping.offset === 0) return only;
  }
  return rowOfNumber(item, mapping, main);
}

function rowOfNumber(
  item: MediaItem,
  mapping: MappingDraft,
  main: readonly EpisodeRow[],
): EpisodeRow | 'missing' {
  const number = mappedNumber(item, mapping);
  const fitting = main.filter((row) => Math.abs(row[mapping.by] - number) < tolerance);
  // Two rows of one number: which is meant nobody said.
  const [row, another] = fitting;
  return row === undefined || another !== undefined ? 'missing' : row;
}

/** Recaps have fractions for numbers. */
const tolerance = 0.001;

const mappedNumber = (item: MediaItem, { offset }: MappingDraft): number =>
  (item.kind === 'movie' ? 1 : item.number) + offset;

const wanted = ({ episodeId, by }: MappingDraft, number: number): string =>
  episodeId === null ? `row with the one ${by} ${number}` : `row ${episodeId}`;

const subjectGone = (subjectId: number): Evidence => ({
  signal: 'mapping',
  detail: `Bangumi shows no subject ${subjectId} (deleted or hidden); settle anew what it is`,
});

/** Who said what of what, as evidence. */
export function mappingEvidence(mapping: Owned): Evidence {
  const whose = mapping.userId === null ? 'a shared mapping' : 'your mapping';
  return {
    signal: 'mapping',
    detail: `${whose} of ${targetInWords(mapping)} ${aimInWords(mapping)}`,
  };
}

function targetInWords({ mediaType, season, firstNumber, lastNumber }: MappingDraft): string {
  if (mediaType === 'movie') return 'the film';
  if (mediaType === 'episode') return 'this very episode';
  if (season === null) return 'the whole show';
  return firstNumber === null
    ? `season ${season}`
    : `season ${season}, ${firstNumber} to ${lastNumber ?? firstNumber},`;
}

function aimInWords({ action, subjectId, offset, by, episodeId }: MappingDraft): string {
  if (action === 'ignore') return 'says to leave it out';
  if (episodeId !== null) return `says row ${episodeId} of subject ${subjectId ?? '?'}`;
  const sign = offset < 0 ? '−' : '+';
  const shift = offset === 0 ? '' : `, ${by} = number ${sign} ${Math.abs(offset)}`;
  return `says subject ${subjectId ?? '?'}${shift}`;
}
