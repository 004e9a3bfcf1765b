import type { BackupChecked } from '../../../areas/backup/index.js';

type Sums = BackupChecked['tables'];

export const rowsIn = (tables: Sums): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/** `3 users, 100000 plays`; what is not there is left out. */
export const contentIn = (tables: Sums): string =>
  tables
    .filter(({ rows }) => rows > 0)
    .map(({ name, rows }) => `${rows} ${name}`)
    .join(', ');

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
