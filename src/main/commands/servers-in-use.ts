import type { Config } from '../../platform/config/config.js';
import { holderOfDataDir, runningEmbeddedPostgres, runningTemporal } from '../../runtime/index.js';
import type { ServersInUse } from '../compose/compose.js';

/** Undefined when nobody runs any: then they are started, or are somebody else's. */
export async function serversInUse({
  dataDir,
  database,
  temporal,
}: Config): Promise<ServersInUse | undefined> {
  const isEmbedded = database.url === undefined || !temporal.external;
  if (!isEmbedded || (await holderOfDataDir(dataDir)) === undefined) return undefined;
  return {
    databaseUrl: database.url ?? (await runningEmbeddedPostgres(dataDir)),
    temporalAddress: temporal.external ? '' : await runningTemporal(dataDir),
  };
}
