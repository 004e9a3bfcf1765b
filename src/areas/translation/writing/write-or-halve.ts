import { codeOf } from '../../../platform/lib/code-of.js';
import type { Bulk } from '../../../platform/database/index.js';
import type { Draft } from '../records/draft.js';
import { invalid } from '../verdicts/judge.js';
import type { Unit } from '../verdicts/settle-group.js';
import type { Verdict } from '../verdicts/verdict.js';
import type { RecordTable } from './record-table.js';
import { OvertakenError, writeGroup } from './write-group.js';

export interface WritingDeps<D extends Draft> {
  readonly bulk: Bulk;
  readonly target: RecordTable<D>;
}

type Verdicts = readonly (readonly Verdict[])[];

const attempts = 5;

/** Deadlock and serialisation failure: the same again is another try. */
const passing = new Set(['40P01', '40001']);

/** Classes of SQLSTATE that are about values: data, constraints, sizes. */
const isOfValues = (code: string): boolean => /^(?:22|23|54)/.test(code);

/**
 * One transaction for all units. What the database refuses because of a value is looked for by halving: everything else is written,
 * and that item is invalid. Safe to repeat: what was written is `unchanged` then. Rejects when the database cannot be asked.
 */
export async function writeOrHalve<D extends Draft>(
  deps: WritingDeps<D>,
  units: readonly Unit<D>[],
): Promise<Verdicts> {
  try {
    return await writeWithRetries(deps, units);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !isOfValues(code)) throw error;
    return halve(deps, units, code);
  }
}

async function writeWithRetries<D extends Draft>(
  { bulk, target }: WritingDeps<D>,
  units: readonly Unit<D>[],
): Promise<Verdicts> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await bulk.transaction((session) => writeGroup(session, target, units));
    } catch (error) {
      const isPassing = error instanceof OvertakenError || passing.has(codeOf(error) ?? '');
      if (!isPassing || attempt >= attempts) throw error;
    }
  }
}

async function halve<D extends Draft>(
  deps: WritingDeps<D>,
  units: readonly Unit<D>[],
  code: string,
): Promise<Verdicts> {
  const [only] = units;
  if (only === undefined) return [];
  if (units.length > 1) {
    const middle = Math.ceil(units.length / 2);
    const first = await writeOrHalve(deps, units.slice(0, middle));
    return [...first, ...(await writeOrHalve(deps, units.slice(middle)))];
  }
  if (only.isAtomic || only.items.length === 1)
    return [
      only.items.map(({ draft }) =>
        invalid(draft.id, '', `the database does not take it (${code})`),
      ),
    ];
  const middle = Math.ceil(only.items.length / 2);
  const parts = [only.items.slice(0, middle), only.items.slice(middle)];
  const verdicts = await writeOrHalve(
    deps,
    parts.slice(0, 1).map((items) => ({ ...only, items })),
  );
  const rest = await writeOrHalve(
    deps,
    parts.slice(1).map((items) => ({ ...only, items })),
  );
  return [[...verdicts.flat(), ...rest.flat()]];
}
