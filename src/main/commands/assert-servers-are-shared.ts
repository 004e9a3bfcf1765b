import type { Config } from '../../platform/config/config.js';
import { InputError } from '../../platform/lib/errors.js';

/** Servers of our own belong to one process. Throws InputError where several are to work together without shared ones. */
export function assertServersAreShared({ database, temporal }: Config): void {
  const missing = [
    ...(database.url === undefined ? ['DATABASE_URL'] : []),
    ...(temporal.external ? [] : ['TEMPORAL_ADDRESS']),
  ];
  if (missing.length === 0) return;
  const message = 'needed where API and workers are processes of their own; `start` runs without';
  throw new InputError(
    'configuration',
    missing.map((place) => ({ place, message })),
  );
}
