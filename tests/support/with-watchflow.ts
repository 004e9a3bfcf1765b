import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { compose, type Watchflow } from '../../src/main/compose/compose.js';
import { prepareFirstUser } from '../../src/main/first-user.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import type { Clock } from '../../src/platform/lib/clock.js';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type ScenarioInput,
  type TraktSimulator,
  type TraktSimulatorOptions,
} from '../../src/simulators/index.js';
import { collectLog, type LoggedLine } from './collect-log.js';
import { sharedTemporal, workflowBundlePath } from './shared-temporal.js';
import { withDatabase } from './with-database.js';

export interface TestWatchflow {
  readonly watchflow: Watchflow;
  readonly userId: string;
  /** Of the first user, with every scope. */
  readonly apiKey: string;
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  /** Variables for further processes of the same installation. */
  readonly env: Readonly<Record<string, string>>;
  /** Every line logged so far. */
  readonly lines: readonly LoggedLine[];
}

export interface WithWatchflowOptions {
  readonly scenario: () => Promise<ScenarioInput> | ScenarioInput;
  /** A bangumi-data file of the test's own, instead of the packaged one. */
  readonly idMap?: object;
  readonly latencyMs?: number;
  /** How Trakt's OAuth server behaves. */
  readonly oauth?: TraktSimulatorOptions['oauth'];
  /** Watchflow's clock; the simulators keep the real time. */
  readonly clock?: Clock;
  /** False: processes of the test's own run the workflows and activities. */
  readonly workers?: boolean;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Trouble that a test makes is over at once, or never. */
const retryPace = { first: 20, longest: 100 };

/**
 * The whole product but its own servers: a database of the file's own, a namespace of its own in the run's shared Temporal,
 * simulators over HTTP, the prebuilt bundle. Call it at the top of a file or `describe`; read it once tests run.
 */
export function withWatchflow({
  scenario,
  idMap,
  latencyMs = 0,
  oauth,
  clock,
  workers,
  env: more = {},
}: WithWatchflowOptions): () => TestWatchflow {
  const database = withDatabase();
  let made: (TestWatchflow & { end(): Promise<void> }) | undefined;

  beforeAll(async () => {
    const world = await scenario();
    const trakt = await startTraktSimulator({ scenario: world, latencyMs, oauth });
    const bangumi = await startBangumiSimulator({ scenario: world, latencyMs });
    const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-test-'));
    const { log, lines } = collectLog();
    const { address, namespace } = await sharedTemporal();
    const env = {
      DATA_DIR: dataDir,
      PORT: '0',
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      // It asks the simulators, whose requests tests count.
      HEALTH_CHECK_CRON: '0 0 1 1 *',
      WATCHFLOW_TASK_QUEUE_SUFFIX: `-${randomBytes(4).toString('hex')}`,
      TRAKT_API_URL: trakt.url,
      TRAKT_AUTH_URL: trakt.url,
      TRAKT_CLIENT_ID: world.trakt.client_ids?.[0] ?? 'client',
      TRAKT_ACCESS_TOKEN: world.trakt.users?.[0]?.token ?? 'none',
      BANGUMI_API_URL: bangumi.url,
      BANGUMI_AUTH_URL: bangumi.url,
      BANGUMI_ACCESS_TOKEN: world.bangumi.users?.[0]?.token ?? 'none',
      UPSTREAM_RETRIES: '0',
      ...(await idMapIn(dataDir, idMap)),
      // Shared counts keep the time of all processes, and cannot follow a clock of the test's own.
      ...(clock === undefined ? {} : { UPSTREAM_LIMITS_SHARED: 'false' }),
      ...more,
    };
    const config = loadConfig({ cwd: dataDir, env });
    const workflows = { bundlePath: await workflowBundlePath() };
    const watchflow = await compose({
      config,
      log,
      clock,
      retryPace,
      ui: false,
      workers,
      workflows,
    });
    const { userId } = await prepareFirstUser(watchflow);
    const wish = { name: 'test', scopes: ['*'] };
    const { key: apiKey } = await watchflow.accounts.keys.create(userId, wish);
    made = {
      watchflow,
      userId,
      apiKey,
      trakt,
      bangumi,
      env,
      lines,
      async end() {
        await watchflow.shutdown.run();
        await Promise.all([trakt.stop(), bangumi.stop()]);
        await rm(dataDir, { recursive: true, force: true });
      },
    };
    trakt.resetCounts();
    bangumi.resetCounts();
  }, 120_000);

  afterAll(async () => {
    await made?.end();
  }, 60_000);

  return () => {
    if (made === undefined) throw new Error('Watchflow can be used once tests run.');
    return made;
  };
}

async function idMapIn(dataDir: string, idMap?: object): Promise<Record<string, string>> {
  if (idMap === undefined) return { BANGUMI_DATA_URL: 'packaged' };
  const file = join(dataDir, 'id-map.json');
  await writeFile(file, JSON.stringify(idMap));
  return { BANGUMI_DATA_URL: file };
}
