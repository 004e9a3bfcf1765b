import { createHash } from 'node:crypto';
import type { TableSum } from './lines.js';

/** Count and hash of a table's rows as they come by. */
export function createSum(name: string) {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(row: string): void {
      hash.update(row).update('\n');
      rows += 1;
    },
    /** Once, at the end. */
    total: (): TableSum => ({ name, rows, sha256: hash.digest('hex') }),
  };
}

/** The first table of which counts or hashes differ. */
export const firstDifference = (
  wanted: readonly TableSum[],
  found: readonly TableSum[],
): string | undefined =>
  [...wanted, ...found].find(({ name }) => {
    const [left, right] = [wanted, found].map((sums) => sums.find((sum) => sum.name === name));
    return left?.rows !== right?.rows || left?.sha256 !== right?.sha256;
  })?.name;
