import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Watchflow } from '../../../src/main/compose/compose.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { ourEnv } from './our-env.js';

export interface ProductOptions {
  readonly traktUrl: string;
  readonly bangumiUrl: string;
  readonly idMap: object;
  /** Temporal keeps its state in a file, as `npm start` does, and not in memory. */
  readonly onDisk: boolean;
}

export interface Product {
  readonly watchflow: Watchflow;
  /** Everything it writes is below. */
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** The whole product without its API, in a folder of its own that goes with it. */
export async function startProduct({
  traktUrl,
  bangumiUrl,
  idMap,
  onDisk,
}: ProductOptions): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
  const idMapFile = join(dataDir, 'id-map.json');
  await writeFile(idMapFile, JSON.stringify(idMap));
  const config = loadConfig({
    cwd: dataDir,
    env: {
      ...ourEnv(),
      DATA_DIR: join(dataDir, 'data'),
      PORT: '0',
      TRAKT_API_URL: traktUrl,
      TRAKT_CLIENT_ID: 'bench',
      BANGUMI_API_URL: bangumiUrl,
      BANGUMI_DATA_URL: idMapFile,
      UPSTREAM_LIMITS: 'off',
    },
  });
  const log = createLogger({ level: 'error', format: 'json' });
  const watchflow = await compose({ config, log, ui: false, temporary: !onDisk });
  const clean = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  return { watchflow, dataDir, stop: () => watchflow.shutdown.run().finally(clean) };
}
