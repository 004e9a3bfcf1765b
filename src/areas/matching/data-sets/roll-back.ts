import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { DataSetName } from './data-set.js';
import { DataSetError } from './data-set-error.js';
import type { DataSetReader } from './data-set-reader.js';
import type { DataSetWriter } from './data-set-writer.js';

export interface RollBackDeps {
  readonly reader: Pick<DataSetReader, 'versions'>;
  readonly writer: Pick<DataSetWriter, 'locked' | 'replace'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface RolledBack {
  readonly name: DataSetName;
  readonly from: string;
  /** Null when no older version from the same source is kept: then it is as if none had been taken. */
  readonly to: string | null;
}

/**
 * Lets the version before count again; the one that counted is not taken again until its content changes.
 * @throws DataSetError `nothing-to-roll-back`
 */
export async function rollBack(
  { reader, writer, clock, log }: RollBackDeps,
  name: DataSetName,
): Promise<RolledBack> {
  const done = await writer.locked(name, async (tx, { activeVersion: from }) => {
    const versions = await reader.versions(name, tx);
    const active = versions.find(({ version }) => version === from);
    if (from === null || active === undefined)
      throw new DataSetError('nothing-to-roll-back', name, 'no version of it was taken');
    const earlier = versions.find(
      ({ version, source, fetchedAt, rolledBackAt }) =>
        version !== from &&
        source === active.source &&
        rolledBackAt === null &&
        fetchedAt <= active.fetchedAt,
    );
    const to = earlier?.version ?? null;
    await writer.replace(tx, name, { from, to, at: clock.now() });
    return { name, from, to };
  });
  log.warn(done, 'a part of the id map was rolled back');
  return done;
}
