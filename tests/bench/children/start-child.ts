import { join } from 'node:path';
import { start, type Started } from '../../../src/main/start.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { serveParent } from './child.js';
import { ourEnv } from './our-env.js';

/** Nobody is asked before an account is connected; should somebody be, it is nobody real. */
const nowhere = 'http://127.0.0.1:9';

let started: Started | undefined;

const offer = {
  /** As `npm start`, with the packaged id map and no accounts; MiB of each process once the API answers. */
  async start(dataDir: string) {
    const env = { ...ourEnv(), DATA_DIR: join(dataDir, 'data'), PORT: '0' };
    const config = loadConfig({
      cwd: dataDir,
      env: { ...env, TRAKT_API_URL: nowhere, BANGUMI_API_URL: nowhere },
    });
    const log = createLogger({ level: 'error', format: 'json' });
    started = await start({ config, log, ui: false });
    const health = await fetch(new URL('/health', started.apiUrl));
    if (!health.ok) throw new Error(`Not ready: ${health.status} ${await health.text()}`);
    const node = Math.round(process.memoryUsage.rss() / 1024 ** 2);
    return { node, ...(await started.watchflow.runtime.rss()) };
  },
  async stop(): Promise<void> {
    await started?.watchflow.shutdown.run();
  },
};

export type StartOffer = typeof offer;
serveParent(offer);
