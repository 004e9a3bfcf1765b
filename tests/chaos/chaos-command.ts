import { parseArgs } from 'node:util';
import { renderResult } from './render-result.js';
import { runChaos } from './run-chaos.js';

/** `[--rounds N] [--seed S] [--json]`: progress goes to stderr, the result to stdout. Exit code 1 when a round failed. */
export async function runChaosCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      json: { type: 'boolean', default: false },
    },
  });
  const result = await runChaos({
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    say: (line) => process.stderr.write(`chaos: ${line}\n`),
  });
  process.stdout.write(`${values.json ? JSON.stringify(result) : renderResult(result)}\n`);
  process.exitCode = result.failed === null ? 0 : 1;
}
