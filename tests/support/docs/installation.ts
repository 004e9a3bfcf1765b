import path from 'node:path';
import { serviceVariables } from '../service-variables.js';
import { setTimeout as pause } from 'node:timers/promises';
import {
  loadScenario,
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import { startMailServer } from '../mail/mail-server.js';
import { app } from '../oauth-world.js';
import type { SpawnOptions, WatchflowProcess } from '../process/run-watchflow.js';
import { temporalCliPath } from '../temporal-cli.js';
import { temporaryFolder } from '../temporary-folder.js';
import { unusedPort } from '../unused-port.js';
import { root } from './read-page.js';
import { openShell, type Shell } from './shell.js';

/** A watchflow as its pages assume it – started in a folder of its own, with the demo's person – and a shell in that folder. */
export interface Installation {
  readonly shell: Shell;
  /** Where it answers, as the pages write it: without `http://`. */
  readonly address: string;
  /** What stands behind `#` in the set-up link it printed. */
  readonly setupToken: string;
  /** What it told whoever started it. */
  printed(): string;
  readonly bangumiToken: string;
  /** Ends watchflow as Ctrl-C does; the shell stays. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export interface InstallationOptions {
  readonly spawnWatchflow: (options: SpawnOptions) => Promise<WatchflowProcess>;
  /** Whether the configuration connects the first person. */
  readonly connected: boolean;
}

/** So long the first page of a history takes: a sync that was just asked for is still reading when the next command comes. */
const readingMs = 2000;

export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const [port, temporalPort] = [await unusedPort(), await unusedPort()];
  const world = await startWorld(`127.0.0.1:${port}`);
  const folder = await temporaryFolder();
  const env = {
    ...world.env,
    ...(options.connected ? world.tokens : {}),
    // The same content by a file, so that there is something to refresh from.
    BANGUMI_DATA_URL: path.join(root, 'node_modules/bangumi-data/dist/data.json'),
    PORT: String(port),
    TEMPORAL_PORT: String(temporalPort),
  };
  const shell = openShell({
    cwd: folder.dir,
    env: { ...programs, ...env },
    prelude: await preludeFor(temporalPort),
  });
  const running = await options.spawnWatchflow({
    program: 'watchflow',
    args: ['start'],
    env,
    cwd: folder.dir,
  });
  const stop = async (): Promise<void> => {
    world.hurry();
    running.kill('SIGTERM');
    await running.ended;
  };
  const remove = async (): Promise<void> => {
    await shell.close();
    await stop();
    await world.stop();
    await folder.remove();
  };
  try {
    return {
      shell,
      address: `127.0.0.1:${port}`,
      setupToken: await setupTokenOf(running),
      printed: () => running.stderr(),
      bangumiToken: world.tokens.BANGUMI_ACCESS_TOKEN,
      stop,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** On a busy machine the start takes its time. */
async function setupTokenOf(running: WatchflowProcess): Promise<string> {
  const ended = running.ended.then(() => true);
  for (;;) {
    const token = /Set-up link +http\S+#([\w-]{43}) /.exec(running.stderr())?.[1];
    if (token !== undefined) return token;
    if (await Promise.race([ended, pause(50, false)]))
      throw new Error(`watchflow did not start: ${running.stderr()}`);
  }
}

const programs = Object.fromEntries(
  ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TEMPORAL_CLI_PATH'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** What is typed means what it would mean to a reader, but for the compiling and fetching that came before. */
const preludeFor = async (temporalPort: number): Promise<string> => `
failing=$(command curl --fail-with-body --version >/dev/null 2>&1 && echo --fail-with-body || echo --fail)
curl() { command curl --silent --show-error "$failing" --noproxy '*' --max-time 60 "$@"; }
npm() {
  [ "$1 $2 $3 $4" = 'run --silent watchflow --' ] || { echo "not run here: npm $*" >&2; return 64; }
  shift 4
  '${process.execPath}' '${root}/dist/main/watchflow.js' "$@"
}
temporal() { TEMPORAL_ADDRESS=127.0.0.1:${temporalPort} '${await temporalCliPath()}' "$@"; }
`;

interface World {
  readonly env: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<'TRAKT_ACCESS_TOKEN' | 'BANGUMI_ACCESS_TOKEN', string>>;
  /** From now on histories are read at once. */
  hurry(): void;
  stop(): Promise<void>;
}

async function startWorld(address: string): Promise<World> {
  const demo = await loadScenario('demo');
  const registered = (path: string) => [{ ...app, redirect_uris: [`http://${address}${path}`] }];
  const scenario = {
    ...demo,
    apps: {
      trakt: registered('/api/trakt/auth/callback'),
      bangumi: registered('/api/v1/connections/bangumi/auth/callback'),
    },
  };
  const device = { lifetimeSeconds: 600, intervalSeconds: 1 };
  const mail = await startMailServer();
  const trakt = await startTraktSimulator({ scenario, oauth: { device } });
  const bangumi = await startBangumiSimulator({ scenario });
  trakt.faults.add({
    match: { path: /\/sync\/history\?(?:.*&)?page=1(?:&|$)/ },
    fault: { kind: 'delay', ms: readingMs },
  });
  return {
    env: { ...variablesOf({ trakt, bangumi }), SMTP_URL: `smtp://127.0.0.1:${mail.port}` },
    hurry() {
      trakt.faults.clear();
    },
    tokens: {
      TRAKT_ACCESS_TOKEN: demo.trakt.users[0]?.token ?? 'none',
      BANGUMI_ACCESS_TOKEN: demo.bangumi.users[0]?.token ?? 'none',
    },
    async stop() {
      await Promise.all([trakt.stop(), bangumi.stop(), mail.close()]);
    },
  };
}

interface Services {
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
}

const variablesOf = ({ trakt, bangumi }: Services) => ({
  ...serviceVariables({ trakt, bangumi }, app),
  USER_AGENT_CONTACT: 'docs@watchflow.example',
  WEBHOOK_ALLOW_PRIVATE: 'true',
  SMTP_FROM: 'watchflow@watchflow.example',
  SMTP_TLS: 'off',
  BACKUP_PASSPHRASE: 'correct horse battery staple',
  // No due time of its own between two commands.
  SYNC_DEFAULT_CRON: '@every 31d',
});
