import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { limitsOff, type Bench } from './report.js';

/** The fast-check test of `tests/integration/history/model.test.ts` with more stories; a failure prints its seed and story. */
export const modelBench: Bench = async ({ rounds = 300, scale }, say) => {
  const seed = scale[0] ?? String(Math.floor(Math.random() * 2 ** 31));
  say(`${rounds} stories, seed ${seed}`);
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
      ...['--selectProjects=integration', '--testPathPatterns', 'history/model'],
    ],
    {
      env: { ...process.env, MODEL_RUNS: String(rounds), MODEL_SEED: seed },
      stdio: ['ignore', 2, 2],
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  const ms = Math.round(performance.now() - began);
  const row = {
    stories: rounds,
    seed,
    held: code === 0 ? 'yes' : 'no',
    ms,
    'ms/story': Math.round(ms / rounds),
  };
  return {
    limiter: limitsOff,
    notes: [
      'Random stories (plays, settings, faults, crashes between any two awaits) told to the use cases and a model of them; once, no warm-up.',
      'Wall of all, the start of PostgreSQL included. --rounds N stories, --scale SEED to repeat one seed.',
    ],
    rows: [row],
    raw: row,
    failure: code === 0 ? undefined : 'A story ended differently than the model says; see above.',
  };
};
