import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expectedSchema, scenarioSchema, type Expected, type Scenario } from './scenario.js';

/** The nearest folder upwards with a `package.json`: the same from `src/` and from `dist/`. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new Error('No package.json above the simulators: scenario files cannot be found');
  return packageRoot(parent);
}

async function readJson(file: string): Promise<unknown> {
  const folder = join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'scenarios');
  return JSON.parse(await readFile(join(folder, file), 'utf8'));
}

/** Reads `scenarios/<name>.json`. */
export async function loadScenario(name: string): Promise<Scenario> {
  return scenarioSchema.parse(await readJson(`${name}.json`));
}

/** Reads `scenarios/<name>.expected.json`: the states a sync of that scenario must end in. */
export async function loadExpected(name: string): Promise<Expected> {
  return expectedSchema.parse(await readJson(`${name}.expected.json`));
}
