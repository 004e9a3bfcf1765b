import { randomUUID } from 'node:crypto';
import { createConnections } from '../../../src/areas/connections/index.js';
import { createHistory, type History } from '../../../src/areas/history/index.js';
import { createMatching } from '../../../src/areas/matching/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import { collectLog } from '../collect-log.js';
import { movableClock } from '../movable-clock.js';
import { bangumiAt, traktAt } from '../upstream-clients.js';
import { createCrashPoints, type CrashPoints } from './crash-points.js';
import { crashable, crashableDatabase } from './crashable.js';
import { account, idMap, scenario } from './titles.js';

/** One person, their two accounts, and a process that works for them and can be killed. */
export interface World {
  readonly userId: string;
  readonly history: History;
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  readonly clock: ReturnType<typeof movableClock>;
  readonly points: CrashPoints;
  /** Errors that no fault and no death explains. */
  readonly surprises: unknown[];
  close(): Promise<void>;
}

const secrets = createSecretBox(newKeyRing());
const http = { retries: 0, timeoutMs: 120 };

/** The use cases over a database of nobody else, with simulators of their own. */
export async function openWorld(db: Database): Promise<World> {
  const { log } = collectLog();
  const trakt = await startTraktSimulator({ scenario, limits: 'off' });
  const bangumi = await startBangumiSimulator({ scenario, limits: 'off' });
  const clock = movableClock();
  const points = createCrashPoints();
  const clients = {
    trakt: traktAt(trakt.url, { clientId: 'the-client', http, clock }),
    bangumi: bangumiAt(bangumi.url, { http, clock }),
  };
  await forgetMatches(db);
  const userId = `u_${randomUUID()}`;
  await db.user.create({ data: { id: userId, name: userId } });
  const deps = {
    db: crashableDatabase(db, points.around),
    trakt: crashable(clients.trakt, points.around),
    bangumi: crashable(clients.bangumi, points.around),
    clock,
    log,
  };
  const connections = createConnections({ ...deps, secrets });
  await connections.adoptConfigured({
    userId,
    trakt: { accessToken: account.traktToken },
    bangumi: { accessToken: account.bangumiToken },
  });
  const history = createHistory({
    ...deps,
    connections,
    matching: createMatching({ ...deps, idMap }),
    idMapVersion: idMap.version,
    defaults: { cron: '0 * * * *', timeZone: 'UTC' },
  });
  return {
    userId,
    history,
    trakt,
    bangumi,
    clock,
    points,
    surprises: [],
    async close() {
      clients.trakt.destroy();
      clients.bangumi.destroy();
      await Promise.all([trakt.stop(), bangumi.stop()]);
    },
  };
}

/** What is known of titles is everybody's: each story begins without it. */
async function forgetMatches(db: Database): Promise<void> {
  await db.match.deleteMany();
  await db.episodeTable.deleteMany();
}
