import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from './durable-file.js';

/** Makes a folder, and those it is in, that are there after a loss of power. */
export async function makeFolder(dir: string): Promise<void> {
  const first = await mkdir(dir, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (const parent of parentsOf(dir, first)) await syncFolder(parent);
}

/** The folders with a new name in them, the deepest first, when `first` is the highest that was made on the way to `dir`. */
export function parentsOf(dir: string, first: string): readonly string[] {
  const here = path.resolve(dir);
  const parent = path.dirname(here);
  const isHighest = here === path.resolve(first) || here === parent;
  return isHighest ? [parent] : [parent, ...parentsOf(parent, first)];
}
