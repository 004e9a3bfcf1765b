import { composeAreas } from '../../src/main/compose/areas.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { connectDatabase } from '../../src/platform/database/index.js';
import { systemClock } from '../../src/platform/lib/clock.js';
import { createLogger } from '../../src/platform/observability/create-logger.js';
import { createApiKey } from '../../src/platform/security/api-key.js';
import type { BenchPerson } from '../bench/world.js';
import type { Stack } from './stack.js';

/** Somebody who may use the API. */
export interface ChaosUser {
  readonly userId: string;
  readonly apiKey: string;
}

/** Makes a person a user with an API key and both accounts connected. While that goes on nobody is killed. */
export async function admit(
  { databaseUrl, env }: Stack,
  { name, traktToken, bangumiToken }: BenchPerson,
): Promise<ChaosUser> {
  const log = createLogger({ level: 'silent', format: 'json' });
  const db = connectDatabase({ url: databaseUrl, poolMax: 1, log });
  const config = loadConfig({ env, cwd: env['DATA_DIR'] ?? '' });
  const areas = await composeAreas({ config, db, clock: systemClock, log });
  try {
    const userId = `u_${name}`;
    const { key, hash, prefix } = createApiKey();
    await db.user.create({ data: { id: userId, name } });
    await db.apiKey.create({
      data: { id: `k_${name}`, userId, name: 'chaos', hash, prefix, scopes: ['*'] },
    });
    await areas.connections.adoptConfigured({
      userId,
      trakt: { accessToken: traktToken },
      bangumi: { accessToken: bangumiToken },
    });
    return { userId, apiKey: key };
  } finally {
    areas.close();
    await db.$disconnect();
  }
}
