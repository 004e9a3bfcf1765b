// A process that starts the runtime, says so on stdout, and stays until it is killed. Arguments: data folder, program cache.
import { register } from 'node:module';
import { setInterval } from 'node:timers';

register('../../support/typescript-loader.mjs', import.meta.url);
const { startRuntime } = await import('../../../src/runtime/index.ts');

const [dataDir, cacheDir] = process.argv.slice(2);
const nothing = () => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => log };
const runtime = await startRuntime({
  dataDir,
  cacheDir,
  temporary: false,
  ui: false,
  namespace: 'default',
  retentionDays: 7,
  searchAttributes: [],
  cliPath: process.env.TEMPORAL_CLI_PATH,
  searchPath: process.env.PATH,
  log,
});
process.stdout.write(
  `${JSON.stringify({ ...runtime.pids(), databaseUrl: runtime.databaseUrl })}\n`,
);
setInterval(nothing, 60_000);
