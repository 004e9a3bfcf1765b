import { parseArgs } from 'node:util';
import { historyBench } from './history-bench.js';
import { modelBench, type Rounds } from './model-bench.js';
import { renderResult, surroundings, type BenchResult } from './report.js';
import { startBench } from './start-bench.js';
import { syncBench } from './sync-bench.js';

type Bench = (
  scale: readonly string[],
  say: (line: string) => void,
  rounds: Rounds,
) => Promise<BenchResult>;

const benches: Readonly<Record<string, Bench>> = {
  sync: syncBench,
  history: historyBench,
  model: modelBench,
  start: startBench,
};

/** `NAME [--scale a,b,…] [--rounds N] [--seed S] [--json]`: progress goes to stderr, the result to stdout. */
export async function runBench(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      scale: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [name = ''] = positionals;
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`No bench ${name}; there are ${Object.keys(benches).join(', ')}.`);
  const where = surroundings();
  const say = (line: string): unknown => process.stderr.write(`bench ${name}: ${line}\n`);
  const result = await bench(values.scale?.split(',') ?? [], say, values);
  const { notes, rows, raw } = result;
  const text = values.json
    ? JSON.stringify({ bench: name, where, notes, rows, cases: raw }, null, 2)
    : renderResult(where, result);
  process.stdout.write(`${text}\n`);
}
