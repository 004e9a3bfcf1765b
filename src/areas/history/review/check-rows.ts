import type { Fault } from '../../../platform/lib/errors.js';
import {
  mappedRow,
  type KnownSubject,
  type MappingDraft,
  type MediaItem,
} from '../../matching/index.js';
import { numberRanges } from './number-ranges.js';
import type { ReviewRow } from './review-store.js';
import { isAsked } from './stands-as.js';
import { numberOf } from './suggest-offset.js';

/** Rows a choice needs are not there: a person can say that they will come. */
export class RowsMissingError extends Error {
  override readonly name = 'RowsMissingError';
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

export interface RowFaults {
  /** Episodes without a row: may be let through. */
  readonly missing: readonly Fault[];
  /** Two episodes that would be one row: never. */
  readonly doubled: readonly Fault[];
}

/** What the subject lacks of the rows that the episodes which are asked about would become. */
export function rowFaults(
  rows: readonly ReviewRow[],
  draft: MappingDraft,
  { known, place }: { readonly known: KnownSubject | undefined; readonly place: string },
): RowFaults {
  const table = known?.rows;
  if (draft.action === 'ignore' || table === undefined || table === null)
    return { missing: [], doubled: [] };
  const items = [
    ...new Map(rows.filter(isAsked).map(({ facts }) => [facts.traktId, facts] as const)).values(),
  ];
  const missing: Fault[] = [];
  const doubled: Fault[] = [];
  const taken = new Map<number, MediaItem>();
  for (const item of items) {
    const row = mappedRow(item, draft, table);
    if (row === null) continue;
    if (row === 'missing') {
      const message = `${nameOf(item)} would be ${draft.by} ${numberOf(item) + draft.offset}, which subject ${draft.subjectId ?? '?'} does not have${there(draft, table)}`;
      missing.push({ place: `${place}/offset`, message });
      continue;
    }
    const other = taken.get(row.id);
    taken.set(row.id, item);
    if (other === undefined) continue;
    const message = `${nameOf(other)} and ${nameOf(item)} would be the same row ${row.id}; map each season by itself`;
    doubled.push({ place: `${place}/scope`, message });
  }
  return { missing, doubled };
}

const nameOf = (item: MediaItem): string =>
  item.kind === 'movie' ? 'the film' : `S${item.season}E${item.number}`;

function there({ by }: MappingDraft, table: NonNullable<KnownSubject['rows']>): string {
  const numbers = table.filter(({ type }) => type === 0).map((row) => row[by]);
  return numbers.length === 0
    ? '; it has no episodes yet'
    : ` (it has ${numberRanges(numbers.filter(Number.isInteger))})`;
}
