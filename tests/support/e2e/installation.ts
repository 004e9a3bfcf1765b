import { serviceVariables } from '../service-variables.js';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type ScenarioInput,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import { eventually } from '../eventually.js';
import { withProcesses, type WatchflowProcess } from '../process/spawn-watchflow.js';
import { temporaryFolder } from '../temporary-folder.js';
import { outsideToolsAt, type OutsideTools } from './outside-tools.js';
import { unusedPort } from '../unused-port.js';

/** `watchflow start` in an empty folder, before anybody was there. */
export interface Installation {
  readonly process: WatchflowProcess;
  /** Address of the API, without trailing slash. */
  readonly home: string;
  readonly dataDir: string;
  /** As the process prints it. */
  readonly setUpLink: string;
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  readonly temporalCli: OutsideTools;
}

interface World {
  readonly scenario: ScenarioInput;
  readonly idMap: object;
}

const app = { client_id: 'the-client', client_secret: 'the-secret' };
/** On a machine that is busy with other things. */
const startMs = 150_000;

/** Call it at the top of a file; read it once tests run. The process with its servers is ended after the last test. */
export function withInstallation({ scenario, idMap }: World): () => Installation {
  const spawnWatchflow = withProcesses();
  const endings: (() => Promise<void>)[] = [];
  let made: Installation | undefined;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    endings.push(folder.remove);
    const services = await startServices(scenario);
    endings.push(services.stop);
    const [port, temporalPort] = [await unusedPort(), await unusedPort()];
    const home = `http://127.0.0.1:${port}`;
    services.register(home);
    const idMapFile = path.join(folder.dir, 'id-map.json');
    await writeFile(idMapFile, JSON.stringify(idMap));
    const process = await spawnWatchflow({
      program: 'watchflow',
      args: ['start'],
      env: {
        ...services.env,
        DATA_DIR: folder.dir,
        PORT: String(port),
        TEMPORAL_PORT: String(temporalPort),
        BANGUMI_DATA_URL: idMapFile,
        WEBHOOK_ALLOW_PRIVATE: 'true',
      },
      cwd: folder.dir,
    });
    endings.push(async () => {
      process.kill('SIGTERM');
      await process.ended;
    });
    made = {
      ...services,
      process,
      home,
      dataDir: folder.dir,
      setUpLink: await printedLink(process),
      temporalCli: await outsideToolsAt(`127.0.0.1:${temporalPort}`),
    };
  }, 300_000);

  // Also of what was started before something failed.
  afterAll(async () => {
    for (const end of endings.toReversed()) await end();
  }, 60_000);

  return () => {
    if (made === undefined) throw new Error('The installation can be used once tests run.');
    return made;
  };
}

const printedLink = (process: WatchflowProcess): Promise<string> =>
  eventually(
    () => Promise.resolve(/Set-up link +(\S+)/.exec(process.stderr())?.[1]),
    'the set-up link',
    startMs,
  );

/** Trakt and Bangumi, and the operator's app at both. */
async function startServices(scenario: ScenarioInput) {
  const device = { lifetimeSeconds: 600, intervalSeconds: 1 };
  const trakt = await startTraktSimulator({ scenario, oauth: { device } });
  const bangumi = await startBangumiSimulator({ scenario });
  return {
    trakt,
    bangumi,
    register(home: string) {
      trakt.oauth.registerApp({ ...app, redirect_uris: [`${home}/api/trakt/auth/callback`] });
      const bangumiCallback = `${home}/api/v1/connections/bangumi/auth/callback`;
      bangumi.oauth.registerApp({ ...app, redirect_uris: [bangumiCallback] });
    },
    env: serviceVariables({ trakt, bangumi }, app),
    stop: async () => {
      await Promise.all([trakt.stop(), bangumi.stop()]);
    },
  };
}
