import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Migration {
  /** Its folder: `<time>_<what for>`. */
  readonly name: string;
  readonly script: string;
}

/** `prisma/migrations` of this package: as far from `src/platform/database` as from `dist/platform/database`. */
export const packagedMigrations = fileURLToPath(
  new URL('../../../prisma/migrations', import.meta.url),
);

/** The migrations of a folder, oldest first. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}
