import type { Check } from './check.js';
import { bangumiAccountCheck, traktAccountCheck } from './checks/accounts.js';
import { backupsCheck } from './checks/backups.js';
import { bangumiAddressCheck } from './checks/bangumi-address.js';
import { clockCheck } from './checks/clock.js';
import { configurationCheck } from './checks/configuration.js';
import { dataFolderCheck } from './checks/data-folder.js';
import { databaseCheck } from './checks/database.js';
import { idMapChecks } from './checks/id-map.js';
import { keyRingCheck } from './checks/key-ring.js';
import { mailCheck } from './checks/mail.js';
import { nodeCheck } from './checks/node.js';
import { portsCheck } from './checks/ports.js';
import { temporalCheck } from './checks/temporal.js';
import { traktAddressCheck } from './checks/trakt-address.js';
import { traktAppCheck } from './checks/trakt-app.js';
import { userAgentCheck } from './checks/user-agent.js';

/** In the order people read them. */
export const allChecks: readonly Check[] = [
  nodeCheck,
  configurationCheck,
  dataFolderCheck,
  keyRingCheck,
  temporalCheck,
  databaseCheck,
  backupsCheck,
  portsCheck,
  clockCheck,
  mailCheck,
  userAgentCheck,
  traktAddressCheck,
  traktAppCheck,
  traktAccountCheck,
  bangumiAddressCheck,
  bangumiAccountCheck,
  ...idMapChecks,
];
