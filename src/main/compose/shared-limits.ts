import type { Config } from '../../platform/config/config.js';
import { connectLimitsTable } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import { createSharedLimits, type SharedLimits } from '../../upstream/http/index.js';
import type { Shutdown } from './shutdown.js';

interface SharedLimitsDeps {
  readonly config: Pick<Config, 'limits'>;
  readonly url: string;
  readonly log: Logger;
}

/** Counts of upstream requests that other processes see too; absent where this process counts by itself. */
export function openSharedLimits(
  shutdown: Shutdown,
  { config: { limits }, url, log }: SharedLimitsDeps,
): SharedLimits | undefined {
  if (!limits.enabled || !limits.shared) return undefined;
  const table = connectLimitsTable({ url, log });
  shutdown.add('shared limits', () => table.close());
  return createSharedLimits(table);
}
