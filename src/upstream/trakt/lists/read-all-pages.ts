import { malformed, parseAnswer, type Answer } from '../../http/index.js';
import { largestPage } from '../paged-requests.js';
import { readPaging } from '../read-paging.js';
import type { RowsSchema } from '../row-schemas.js';

export interface PagedRows<T> {
  readonly fetchPage: (window: {
    readonly page: number;
    readonly limit: number;
  }) => Promise<Answer>;
  readonly rows: RowsSchema<T>;
  readonly idOf: (row: T) => number;
}

export interface AllRows<T> {
  readonly rows: readonly T[];
  /** Of a type we do not know. */
  readonly skipped: number;
}

interface Pass<T> extends AllRows<T> {
  readonly promised: number;
  readonly last: Answer;
}

/**
 * Reads to the last page and checks the rows against the total that page promised. Pages are no snapshot: rows seen twice
 * count once, and what moved under the reading is read once more before it is called `malformed`.
 */
export async function readAllPages<T>(source: PagedRows<T>): Promise<AllRows<T>> {
  const first = await readPass(source);
  if (isWhole(first)) return { rows: first.rows, skipped: first.skipped };
  const second = await readPass(source);
  if (isWhole(second)) return { rows: second.rows, skipped: second.skipped };
  const found = second.rows.length + second.skipped;
  throw malformed(second.last, `${found} rows where ${second.promised} were promised`);
}

const isWhole = <T>({ rows, skipped, promised }: Pass<T>): boolean =>
  rows.length + skipped === promised;

async function readPass<T>({ fetchPage, rows: schema, idOf }: PagedRows<T>): Promise<Pass<T>> {
  const rows = new Map<number, T>();
  let skipped = 0;
  for (let page = 1; ; page += 1) {
    const last = await fetchPage({ page, limit: largestPage });
    const ofPage = parseAnswer(last, schema);
    for (const row of ofPage) {
      if (row === null) skipped += 1;
      else rows.set(idOf(row), row);
    }
    // The page count follows from the limit that was applied, which need not be the one asked for.
    const { pageCount, itemCount } = readPaging(last);
    if (ofPage.length === 0 || page >= pageCount)
      return { rows: [...rows.values()], skipped, promised: itemCount, last };
  }
}
