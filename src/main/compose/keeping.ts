import {
  createCleanup,
  createExpirations,
  createLedgerCheck,
  type Cleanup,
  type Expirations,
  type LedgerCheck,
} from '../../areas/maintenance/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Areas } from './areas.js';
import type { Records } from './records.js';

/** What keeps the house, and belongs to no other area. */
export interface Keeping {
  readonly cleanup: Cleanup;
  readonly expirations: Expirations;
  readonly ledgerCheck: LedgerCheck;
}

interface KeepingParts extends Areas, Pick<Records, 'translation'> {
  readonly config: Pick<Config, 'retention'>;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

export const composeKeeping = ({ config, ...parts }: KeepingParts): Keeping => ({
  cleanup: createCleanup({ ...parts, retention: config.retention }),
  expirations: createExpirations(parts),
  ledgerCheck: createLedgerCheck(parts),
});
