import { parseArgs } from 'node:util';
import { renderVerdict, runRecordsChaos } from './records/run-records-chaos.js';
import { renderResult } from './render-result.js';
import { runChaos } from './run-chaos.js';

/**
 * `[records] [--rounds N] [--seed S] [--json]`: progress goes to stderr, the result to stdout. Exit code 1 when a round failed.
 * `records`: translation records instead of syncs.
 */
export async function runChaosCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      json: { type: 'boolean', default: false },
    },
  });
  const options = {
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    say: (line: string) => process.stderr.write(`chaos: ${line}\n`),
  };
  const { failed, text, result } =
    positionals[0] === 'records' ? await ofRecords(options) : await ofSyncs(options);
  process.stdout.write(`${values.json ? JSON.stringify(result) : text}\n`);
  process.exitCode = failed === null ? 0 : 1;
}

type Options = Parameters<typeof runChaos>[0];

async function ofSyncs(options: Options) {
  const result = await runChaos(options);
  return { result, failed: result.failed, text: renderResult(result) };
}

async function ofRecords(options: Options) {
  const result = await runRecordsChaos(options);
  const { failed, rounds, seed } = result;
  const text = `chaos of records, seed ${seed}: rounds ${rounds}, ${renderVerdict(result)}`;
  return { result, failed, text: failed === null ? text : `${text}\nFAILED: ${failed}` };
}
