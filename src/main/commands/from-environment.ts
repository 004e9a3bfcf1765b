import type { Config } from '../../platform/config/config.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { secretsOf } from '../../platform/config/secrets.js';
import type { Logger } from '../../platform/lib/logger.js';
import { createLogger } from '../../platform/observability/create-logger.js';

/** What every command begins with: the configuration, and a log that knows which values to hide. */
export function fromEnvironment(): { readonly config: Config; readonly log: Logger } {
  const config = loadConfig({ env: process.env });
  const { level, format } = config.log;
  const log = createLogger({ level, format, secrets: secretsOf(config) });
  for (const { place, message } of config.notices)
    log.warn({ place, message }, 'configuration notice');
  return { config, log };
}
