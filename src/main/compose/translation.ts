import { createTranslation, type Translation } from '../../areas/translation/index.js';
import type { Config } from '../../platform/config/config.js';
import { connectBulk, type Database } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Shutdown } from './shutdown.js';

interface TranslationParts {
  readonly config: Pick<Config, 'translation'>;
  readonly url: string;
  readonly db: Database;
  readonly log: Logger;
}

/** Two groups of sessions and two of tasks may be on their way. */
const connections = 4;

/** The records of translation services. At the end what waits is written first, should anything still wait. */
export function composeTranslation(
  shutdown: Shutdown,
  { config, url, db, log }: TranslationParts,
): Translation {
  const bulk = connectBulk({ url, connections, log });
  const translation = createTranslation({
    db,
    bulk,
    settings: config.translation,
    onFlush: (kind, { rows, ms, failed }) => {
      const fields = { kind, rows, ms: Math.round(ms) };
      if (failed) log.warn(fields, 'records could not be written');
      else log.debug(fields, 'records written');
    },
  });
  shutdown.add('translation records', async () => {
    await translation.flush();
    await bulk.close();
  });
  return translation;
}
