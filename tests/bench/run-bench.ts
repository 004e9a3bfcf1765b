import { parseArgs } from 'node:util';
import { auditBench } from './audit-bench.js';
import { changesBench } from './changes-bench.js';
import { filesBench } from './files-bench.js';
import { historyBench } from './history-bench.js';
import { listsBench } from './lists-bench.js';
import { recordsBench } from './records-bench.js';
import { recordsPagesBench } from './records-pages-bench.js';
import { matchingBench } from './matching-bench.js';
import { modelBench } from './model-bench.js';
import { renderResult, type Bench } from './report.js';
import { schedulesBench } from './schedules-bench.js';
import { soakBench } from './soak-bench.js';
import { startBench } from './start-bench.js';
import { surroundings } from './surroundings.js';
import { syncBench } from './sync-bench.js';
import { ticksBench } from './ticks-bench.js';

const benches: Readonly<Record<string, Bench>> = {
  sync: syncBench,
  history: historyBench,
  changes: changesBench,
  ticks: ticksBench,
  schedules: schedulesBench,
  soak: soakBench,
  start: startBench,
  model: modelBench,
  matching: matchingBench,
  lists: listsBench,
  records: recordsBench,
  'records-pages': recordsPagesBench,
  files: filesBench,
  audit: auditBench,
};

/** `NAME [--scale a,b,…] [--rounds N] [--seed S] [--minutes N] [--json]`: progress goes to stderr, the result to stdout. */
export async function runBench(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      scale: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [name = ''] = positionals;
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`No bench ${name}; there are ${Object.keys(benches).join(', ')}.`);
  const where = await surroundings();
  const say = (line: string): unknown => process.stderr.write(`bench ${name}: ${line}\n`);
  const scale = values.scale?.split(',') ?? [];
  const result = await bench({ scale, seed: values.seed, ...numbersOf(values) }, say);
  const text = values.json
    ? JSON.stringify({ bench: name, where, ...result }, null, 2)
    : renderResult(where, result);
  process.stdout.write(`${text}\n`);
  if (result.failure !== undefined) {
    say(result.failure);
    process.exitCode = 1;
  }
}

function numbersOf({ rounds, minutes }: { rounds?: string; minutes?: string }) {
  const [roundsGiven, minutesGiven] = [rounds, minutes].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  for (const given of [roundsGiven, minutesGiven])
    if (given !== undefined && !(given > 0))
      throw new Error('--rounds and --minutes take numbers above 0.');
  return { rounds: roundsGiven, minutes: minutesGiven };
}
