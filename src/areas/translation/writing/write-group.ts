import type { BulkSession } from '../../../platform/database/index.js';
import type { Draft } from '../records/draft.js';
import { judge } from '../verdicts/judge.js';
import {
  keyOf,
  keysToLookAt,
  settleGroup,
  type Known,
  type RecordKey,
  type Settlement,
  type Unit,
} from '../verdicts/settle-group.js';
import type { Verdict } from '../verdicts/verdict.js';
import { lookUpSessions, lookUpStandings } from './look-up.js';
import type { RecordTable } from './record-table.js';
import { upsert } from './upsert.js';

/** Somebody else wrote what had been looked up as not there: everything has to be looked up again. */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

/** Verdicts per unit and item, of what a commit makes true. Throws OvertakenError. */
export async function writeGroup<D extends Draft>(
  session: BulkSession,
  target: RecordTable<D>,
  units: readonly Unit<D>[],
): Promise<readonly (readonly Verdict[])[]> {
  const asked = keysToLookAt(units);
  const known: Known = {
    sessions: target.hasSession ? await lookUpSessions(session, units) : undefined,
    standings: await lookUpStandings(session, target, asked),
  };
  const settled = settleGroup(units, known);
  const written = await upsert(session, target, [...settled.rows.values()]);
  assertAsExpected(settled, known, written);
  const left = unwritten(settled, written);
  const standings = await lookUpStandings(session, target, left);
  return settled.verdicts.map((verdicts, at) =>
    verdicts.map((verdict, index): Verdict => {
      if (verdict.kind !== 'open') return verdict;
      const item = units[at]?.items[index];
      const key = keyOf(units[at]?.userId ?? '', verdict.id);
      const outcome = written.get(key);
      if (outcome !== undefined) return { kind: outcome, id: verdict.id };
      const standing = standings.get(key) ?? null;
      if (item === undefined || standing === null)
        throw new OvertakenError(`${verdict.id} was neither written nor found`);
      return notWritten(judge(standing, item));
    }),
  );
}

type Written = ReadonlyMap<RecordKey, 'inserted' | 'updated'>;

/** What was looked up cannot change, but for what was not there. */
function assertAsExpected<D extends Draft>(
  { rows }: Settlement<D>,
  { standings }: Known,
  written: Written,
): void {
  for (const key of rows.keys()) {
    const before = standings.get(key);
    if (before === undefined) continue;
    if (written.get(key) !== (before === null ? 'inserted' : 'updated'))
      throw new OvertakenError('a record was written by somebody else meanwhile');
  }
}

function unwritten<D extends Draft>({ rows }: Settlement<D>, written: Written) {
  const left = [...rows].filter(([key]) => !written.has(key));
  return new Map(left.map(([key, { userId, draft }]) => [key, { userId, id: draft.id }]));
}

/** The statement and `judge` hold the same rules. */
function notWritten(verdict: Verdict): Verdict {
  if (verdict.kind === 'inserted' || verdict.kind === 'updated')
    throw new OvertakenError(`${verdict.id} should have been written`);
  return verdict;
}
