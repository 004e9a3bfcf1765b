import type { Draft } from '../records/draft.js';
import type { Parsed } from '../records/parse-draft.js';
import { invalid, judge, standingOf, type Standing } from './judge.js';
import type { Verdict } from './verdict.js';

/** What one request wants written, in its order. */
export interface Unit<D extends Draft> {
  readonly userId: string;
  /** All of it or nothing. */
  readonly isAtomic: boolean;
  readonly items: readonly Parsed<D>[];
}

/** Names a record among everybody's. */
export type RecordKey = string;
export const keyOf = (userId: string, id: string): RecordKey => `${userId}\n${id}`;

export interface Row<D extends Draft> extends Parsed<D> {
  readonly userId: string;
}

/** What has been looked up before anything is written. */
export interface Known {
  /** Of those that `keysToLookAt` names; null: there is none. */
  readonly standings: ReadonlyMap<RecordKey, Standing | null>;
  /** Sessions that are there; undefined where the records are sessions themselves. */
  readonly sessions: ReadonlySet<RecordKey> | undefined;
}

/** `open`: the write itself will tell. */
export type Opening = Verdict | { readonly kind: 'open'; readonly id: string };

export interface Settlement<D extends Draft> {
  /** One per record: what has to stand there in the end. */
  readonly rows: ReadonlyMap<RecordKey, Row<D>>;
  /** Per unit, per item. */
  readonly verdicts: readonly (readonly Opening[])[];
}

/**
 * Records whose standing must be known beforehand: those that a group names more than once, and those of atomic units. All
 * others are judged by the write itself, which saves a read per row.
 */
export function keysToLookAt<D extends Draft>(
  units: readonly Unit<D>[],
): ReadonlyMap<RecordKey, { readonly userId: string; readonly id: string }> {
  const seen = new Set<RecordKey>();
  const found = new Map<RecordKey, { readonly userId: string; readonly id: string }>();
  for (const { userId, isAtomic, items } of units)
    for (const { draft } of items) {
      const key = keyOf(userId, draft.id);
      if (isAtomic || seen.has(key)) found.set(key, { userId, id: draft.id });
      seen.add(key);
    }
  return found;
}

/** As if the items had been written one after the other, in the order of the units, while only the last of each record is. */
export function settleGroup<D extends Draft>(
  units: readonly Unit<D>[],
  known: Known,
): Settlement<D> {
  const rows = new Map<RecordKey, Row<D>>();
  const verdicts = units.map((unit) => {
    const own = settleUnit(unit, { known, rows });
    if (unit.isAtomic && own.verdicts.some(({ kind }) => kind === 'invalid'))
      return own.verdicts.map(withheld);
    for (const [key, row] of own.rows) rows.set(key, row);
    return own.verdicts;
  });
  return { rows, verdicts };
}

const withheld = (verdict: Opening): Opening =>
  verdict.kind === 'invalid' ? verdict : { kind: 'withheld', id: verdict.id };

interface SoFar<D extends Draft> {
  readonly known: Known;
  readonly rows: ReadonlyMap<RecordKey, Row<D>>;
}

function settleUnit<D extends Draft>(
  { userId, items }: Unit<D>,
  { known, rows }: SoFar<D>,
): { readonly rows: ReadonlyMap<RecordKey, Row<D>>; readonly verdicts: readonly Opening[] } {
  const own = new Map<RecordKey, Row<D>>();
  const verdicts = items.map((item): Opening => {
    const { id, session_id: sessionId } = item.draft;
    const key = keyOf(userId, id);
    if (!hasSession(known, userId, sessionId))
      return invalid(id, '/session_id', `there is no session ${sessionId ?? ''}`);
    const before = own.get(key) ?? rows.get(key);
    const stored = before === undefined ? known.standings.get(key) : standingOf(before);
    const verdict: Opening = stored === undefined ? { kind: 'open', id } : judge(stored, item);
    if (writes.has(verdict.kind)) own.set(key, { ...item, userId });
    return verdict;
  });
  return { rows: own, verdicts };
}

const writes: ReadonlySet<Opening['kind']> = new Set(['open', 'inserted', 'updated']);

const hasSession = ({ sessions }: Known, userId: string, id: string | undefined): boolean =>
  sessions === undefined || (id !== undefined && sessions.has(keyOf(userId, id)));
