import type { Accounts } from '../../areas/accounts/index.js';
import type { Audit } from '../../areas/audit/index.js';
import { openIdMapData, type DataSetSources, type IdMapData } from '../../areas/matching/index.js';
import type { Notifications } from '../../areas/notifications/index.js';
import type { Config, IdMapConfig, IdMapSource } from '../../platform/config/config.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifications: Notifications;
  readonly audit: Audit;
  readonly accounts: Accounts;
}

export const composeIdMapData = ({ config, accounts, ...parts }: Parts): Promise<IdMapData> =>
  openIdMapData({
    ...parts,
    listAdmins: accounts.people.listAdmins,
    named: config.idMap.source && textOf(config.idMap.source),
    sources: toSources(config.idMap),
    cacheDir: config.runtime.cacheDir,
  });

function toSources({ refresh }: IdMapConfig): DataSetSources {
  const { bangumiData, animeLists, bangumiExtLinker } = refresh;
  return {
    ...(bangumiData && { 'bangumi-data': textOf(bangumiData) }),
    ...(animeLists && { 'anime-lists': textOf(animeLists) }),
    ...(bangumiExtLinker && { 'bangumi-ext-linker': textOf(bangumiExtLinker) }),
  };
}

const textOf = (source: IdMapSource): string => (source.kind === 'url' ? source.url : source.path);
