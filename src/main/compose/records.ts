import { createTranslation, type Translation } from '../../areas/translation/index.js';
import type { Config } from '../../platform/config/config.js';
import { connectBulk, type Database } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Metrics } from '../../platform/observability/create-metrics.js';
import type { Shutdown } from './shutdown.js';

/** Records of translation services, and what is measured. */
export interface Records {
  readonly translation: Translation;
  readonly metrics: Metrics;
}

interface RecordsParts {
  readonly config: Pick<Config, 'translation'>;
  readonly url: string;
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Two groups of sessions and two of tasks may be on their way. */
const connections = 4;

/** The records of translation services. At the end what waits is written first, should anything still wait. */
export function composeRecords(
  shutdown: Shutdown,
  { config, url, db, log, metrics }: RecordsParts,
): Records {
  const bulk = connectBulk({ url, connections, log });
  const translation = createTranslation({
    db,
    bulk,
    settings: config.translation,
    onFlush: (kind, flush) => {
      const { rows, ms, failed } = flush;
      metrics.recordsFlushed(kind, flush);
      const fields = { kind, rows, ms: Math.round(ms) };
      if (failed) log.warn(fields, 'records could not be written');
      else log.debug(fields, 'records written');
    },
    onVerdicts: metrics.recordsJudged,
  });
  metrics.watchRecords(() => translation.state());
  shutdown.add('translation records', async () => {
    await translation.flush();
    await bulk.close();
  });
  return { translation, metrics };
}
