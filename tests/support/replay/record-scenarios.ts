import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { bundleWorkflows } from '../../../src/orchestration/bundle-workflows.js';
import { connectTemporal, type TemporalLink } from '../../../src/orchestration/connect.js';
import { prepareNamespace } from '../../../src/orchestration/prepare-namespace.js';
import { installTemporalRuntime } from '../../../src/orchestration/temporal-log.js';
import { resolveTemporalCli, startTemporalServer } from '../../../src/runtime/index.js';
import { collectLog } from '../collect-log.js';
import { recordHistory } from './record-history.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { onStage } from './stage.js';

const { log } = collectLog();
const folder = fileURLToPath(new URL('../../replay/histories/', import.meta.url));
const workflowsPath = fileURLToPath(new URL('../../../src/workflows/index.ts', import.meta.url));

/** So that a small scenario shows how a run goes on in a fresh execution. */
const settings = [
  'limit.historyCount.suggestContinueAsNew=180',
  'history.workflowIdReuseMinimalInterval="0s"',
];

/**
 * Plays the named scenarios against the workflows as they are and writes their histories; without names those that have
 * no file yet. A file that exists is a promise to runs under way: name it only when no such run can exist any more.
 */
export async function recordScenarios(
  names: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const unknown = names.filter((name) => !(name in scenarios));
  if (unknown.length > 0)
    throw new Error(
      `no scenario ${unknown.join(', ')}; there are ${Object.keys(scenarios).join(', ')}`,
    );
  await mkdir(folder, { recursive: true });
  const recorded = (await readdir(folder)).map((file) => path.basename(file, '.json'));
  const wanted = Object.entries(scenarios).filter(([name]) =>
    names.length > 0 ? names.includes(name) : !recorded.includes(name),
  );
  await withTemporal(async (link, bundlePath) => {
    for (const [name, create] of wanted) {
      const json = await record(create(), link, bundlePath);
      await writeFile(path.join(folder, `${name}.json`), json);
      say(`${name}: ${json.length} bytes`);
    }
  });
}

async function record(
  { activities = {}, play }: Scenario,
  link: TemporalLink,
  bundlePath: string,
): Promise<string> {
  let json = '';
  await onStage({
    link,
    bundlePath,
    activities,
    play: async (stage) => {
      const { workflowId, runId } = await play(stage);
      json = await recordHistory(link.client, workflowId, runId);
    },
  });
  return await format(json, { parser: 'json', printWidth: 100 });
}

async function withTemporal(
  use: (link: TemporalLink, bundlePath: string) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'watchflow-record-'));
  const bundlePath = path.join(home, 'workflow-bundle.js');
  installTemporalRuntime({ log });
  await bundleWorkflows({ workflowsPath, outFile: bundlePath, encoded: false, log });
  const server = await startServer(path.join(home, 'temporal'));
  try {
    const link = await connectTemporal({
      target: { kind: 'address', address: server.address },
      namespace: 'default',
      log,
    });
    await prepareNamespace({
      connection: link.connection,
      namespace: link.namespace,
      isOurs: true,
      log,
    });
    await use(link, bundlePath).finally(link.close);
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function startServer(dataDir: string) {
  const cli = await resolveTemporalCli({
    cacheDir: path.join(homedir(), '.cache/watchflow'),
    cliPath: process.env['TEMPORAL_CLI_PATH'],
    searchPath: process.env['PATH'],
    log,
  });
  return await startTemporalServer({
    cliPath: cli.path,
    dataDir,
    ui: false,
    namespace: 'default',
    retentionDays: 1,
    searchAttributes: [],
    extraArgs: settings.flatMap((setting) => ['--dynamic-config-value', setting]),
    log,
  });
}
