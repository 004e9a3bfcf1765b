import { z } from 'zod';
import { malformed, parseAnswer, UpstreamError, type Answer } from '../http/index.js';

/** How many rows are asked for; the smaller for good once the service refused the larger. */
export interface PageSize {
  current: number;
  readonly fallback: number;
}

interface RowWindow {
  readonly limit: number;
  readonly offset: number;
}

export interface PageSource<T> {
  readonly fetchPage: (window: RowWindow) => Promise<Answer>;
  readonly row: z.ZodType<T>;
  readonly pageSize: PageSize;
}

export interface RowSource<T> extends PageSource<T> {
  readonly idOf: (row: T) => number;
}

interface Pass<T> {
  readonly rows: readonly T[];
  readonly promised: number;
  readonly last: Answer;
}

/**
 * Reads a list to its end and checks it against the total it promised. Pages are no snapshot: rows seen twice count once,
 * and a list that moved under the reading is read once more before it is called `malformed`.
 */
export async function readAllRows<T>(source: RowSource<T>): Promise<readonly T[]> {
  const first = await readPass(source);
  if (isWhole(first)) return first.rows;
  const second = await readPass(source);
  if (isWhole(second)) return second.rows;
  throw malformed(second.last, `${second.rows.length} rows where ${second.promised} were promised`);
}

const isWhole = <T>({ rows, promised }: Pass<T>): boolean => rows.length === promised;

async function readPass<T>(source: RowSource<T>): Promise<Pass<T>> {
  const rows = new Map<number, T>();
  let offset = 0;
  for (;;) {
    const { total, data, answer } = await readRows(source, offset);
    for (const row of data) rows.set(source.idOf(row), row);
    offset += data.length;
    if (data.length === 0 || offset >= total)
      return { rows: [...rows.values()], promised: total, last: answer };
  }
}

/** One page from `offset` on, and what it promised in all. */
export async function readRows<T>(source: PageSource<T>, offset: number) {
  const answer = await fetchPage(source, offset);
  return { ...parseAnswer(answer, pageOf(source.row)), answer };
}

/** `data` is null, not `[]`, where there is nothing. */
const pageOf = <T>(row: z.ZodType<T>) =>
  z.object({
    total: z.int().nonnegative(),
    data: z
      .array(row)
      .nullish()
      .transform((rows) => rows ?? []),
  });

async function fetchPage<T>(
  { fetchPage: fetch, pageSize }: PageSource<T>,
  offset: number,
): Promise<Answer> {
  const limit = pageSize.current;
  try {
    return await fetch({ limit, offset });
  } catch (thrown) {
    const isTooLarge = thrown instanceof UpstreamError && thrown.facts.status === 400;
    if (!isTooLarge || limit <= pageSize.fallback) throw thrown;
    const answer = await fetch({ limit: pageSize.fallback, offset });
    // Remembered only now: a 400 may have had another reason.
    pageSize.current = pageSize.fallback;
    return answer;
  }
}
