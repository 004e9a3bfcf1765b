import { parseArgs } from 'node:util';
import { messageOf } from '../platform/lib/errors.js';
import { createLogger } from '../platform/observability/create-logger.js';
import type { DemoList } from './demo/demo-lists.js';
import { startDemo, type Demo } from './demo/run-demo.js';
import { untilAskedToStop } from './until-asked-to-stop.js';
import { renderReport } from './report.js';

// npm run demo -- [--once] [--json] [--latency ms]: the main job on an embedded stack, without any account.

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    latency: { type: 'string', default: '20' },
  },
});

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const log = createLogger({ level: 'warn', format: 'pretty' });
const stop = untilAskedToStop();

async function main(): Promise<number> {
  const demo = await startDemo({
    log,
    tell,
    env: process.env,
    latencyMs: Number(values.latency),
    signal: stop.signal,
  });
  try {
    return await show(demo);
  } finally {
    tell('Stopping …');
    await demo.stop();
  }
}

async function show(demo: Demo): Promise<number> {
  const { apiUrl, first, watchflow } = demo.started;
  const { plays } = demo.world.expected.summary;
  tell(`A person with ${plays} plays on the simulated Trakt; their Schedule is triggered:`);
  const run = await demo.sync();
  if (run === null) throw new Error('The tick found nothing to do.');
  const report = await demo.report(run);
  const differences = await demo.differences();
  for (const difference of differences.slice(0, 20)) tell(`  ! ${difference}`);
  tell('Three smart lists are made on the simulated Trakt …');
  const lists = await demo.lists();
  const isRight =
    report.complete && differences.length === 0 && lists.every(({ fault }) => fault === null);
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ...report, lists })}\n`);
  } else {
    process.stdout.write(
      `\n${renderReport(report)}\n  compared with the scenario  ${differences.length === 0 ? 'every play and every mark is as expected' : `${differences.length} differences`}\n${lists.map(toLine).join('')}`,
    );
  }
  if (!values.once) {
    const { key } = await watchflow.accounts.keys.create(first.userId, {
      name: 'demo',
      scopes: ['*'],
    });
    process.stdout.write(
      `\n  API docs         ${apiUrl}/docs\n  API key          ${key}\n  Temporal Web UI  ${watchflow.runtime.temporal.uiUrl ?? 'not started'}\n\nRunning until Ctrl-C.\n`,
    );
    await Promise.race([stop.asked, watchflow.working]);
  }
  return isRight ? 0 : 1;
}

const toLine = ({ name, items, fault }: DemoList): string =>
  `  list on Trakt               ${name}: ${items} items${fault === null ? '' : ` ! ${fault}`}\n`;

try {
  process.exitCode = await main();
} catch (error) {
  tell(stop.signal.aborted ? 'Stopped.' : messageOf(error));
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
