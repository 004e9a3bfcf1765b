import type { IdMap } from '../../areas/matching/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type TraktSimulator,
} from '../../simulators/index.js';
import { createBangumiClient, type OpenBangumiClient } from '../../upstream/bangumi/index.js';
import { createTraktClient, type OpenTraktClient } from '../../upstream/trakt/index.js';
import type { CaseFile } from './case-file.js';
import { accessToken, toScenario } from './pool.js';

/** A Bangumi and a Trakt of the case file behind HTTP, and the clients that ask them. */
export interface Stage {
  readonly file: CaseFile;
  readonly idMap: IdMap;
  readonly simulators: { readonly bangumi: BangumiSimulator; readonly trakt: TraktSimulator };
  readonly clients: { readonly bangumi: OpenBangumiClient; readonly trakt: OpenTraktClient };
  close(): Promise<void>;
}

export async function openStage(
  file: CaseFile,
  { idMap, log }: { readonly idMap: IdMap; readonly log: Logger },
): Promise<Stage> {
  const options = { scenario: toScenario(file), limits: 'off' } as const;
  const bangumi = await startBangumiSimulator(options);
  const trakt = await startTraktSimulator(options);
  const common = { userAgent: 'watchflow-match', limits: 'off', log } as const;
  const clients = {
    bangumi: createBangumiClient({ apiUrl: bangumi.url, ...common }),
    trakt: createTraktClient({ apiUrl: trakt.url, clientId: 'match', ...common }),
  };
  return {
    file,
    idMap,
    simulators: { bangumi, trakt },
    clients,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await Promise.all([bangumi.stop(), trakt.stop()]);
    },
  };
}

export const access = { accessToken, limitKey: 'match' };

export const requestsTo = (simulator: BangumiSimulator | TraktSimulator): number =>
  Object.values(simulator.counts()).reduce((sum, count) => sum + count, 0);
