import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { limitsOff, type Bench } from './report.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const jest = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '--selectProjects=integration',
  '--testPathPatterns=history/model',
];

/** Stories of the model-based test of the history, as many as `rounds` says (300), from `seed` or one nobody chose. */
export const modelBench: Bench = async (
  { rounds = 300, seed = String(randomInt(2 ** 31)) },
  say,
) => {
  say(`${rounds} stories from seed ${seed}`);
  const began = performance.now();
  const told = await tell({ MODEL_RUNS: String(rounds), MODEL_SEED: seed });
  const sums = /^model: .* (\{.*\})$/m.exec(told)?.[1];
  if (sums === undefined) throw new Error(`The stories were not told.\n${told}`);
  const counts = z.record(z.string(), z.number()).parse(JSON.parse(sums));
  const seconds = Math.round((performance.now() - began) / 1000);
  const row = { seed, rounds, ...counts, seconds };
  const held = counts['violations'] === 0;
  if (!held) say(told);
  return {
    limiter: limitsOff,
    notes,
    rows: [row],
    raw: row,
    failure: held ? undefined : 'a story ended otherwise than the model says',
  };
};

const notes = [
  'Stories told before the first violation, with all that happened in them; a violation is shown above with its shortest story.',
  'changes: by the person, on Trakt, on Bangumi and in the settings, and by editors. faults: answers that went wrong on purpose.',
];

/** All that jest says; a red test is no error here. */
async function tell(env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, jest, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  return said;
}
