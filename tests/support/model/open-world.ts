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
import { withoutApps } from '../connections-parts.js';
import { movableClock } from '../movable-clock.js';
import { bangumiAt, traktAt } from '../upstream-clients.js';
import { createCrashPoints, type CrashPoints } from './crash-points.js';
import { crashable, crashableDatabase } from './crashable.js';
import type { Kinds } from './change.js';
import { createMemory, type Memory } from './memory.js';
import { account, idMap, scenario } from './titles.js';
import { createWriteWatch, type WriteWatch } from './watch-writes.js';

/** How much went on. */
export interface Tally {
  changes: number;
  runs: number;
  deaths: number;
  faults: number;
}

/** One person, their two accounts, and a process that works for them and can be killed. */
export interface World {
  readonly userId: string;
  readonly history: History;
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  readonly clock: ReturnType<typeof movableClock>;
  readonly points: CrashPoints;
  readonly memory: Memory;
  readonly watch: WriteWatch;
  readonly tally: Tally;
  /** Ids of the runs so far, lost ones too. */
  readonly runIds: string[];
  /** Whether a run is under way. */
  readonly isRunning: () => boolean;
  readonly setRunning: (running: boolean) => void;
  /** Asks the API, which is another process, and goes on. */
  changeSettings(kinds: Kinds): void;
  /** Once the API has answered whatever it was asked. */
  answered(): Promise<void>;
  /** Errors that no fault and no death explains. */
  readonly surprises: unknown[];
  close(): Promise<void>;
}

/** A question is answered by a person, and there is none here. */
const neverAsks = { removalGuardPlays: 1_000_000, removalGuardPercent: 100 };

const secrets = createSecretBox(newKeyRing());
const http = { retries: 0, timeoutMs: 300 };

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
  const memory = createMemory();
  const watch = createWriteWatch(memory);
  const surprises: unknown[] = [];
  await forgetMatches(db);
  const userId = `u_${randomUUID()}`;
  await db.user.create({ data: { id: userId, name: userId } });
  const deps = {
    db: crashableDatabase(db, points.around),
    trakt: crashable(clients.trakt, points.around),
    bangumi: watch.over(crashable(clients.bangumi, points.around)),
    clock,
    log,
  };
  const connections = createConnections({ ...deps, ...withoutApps, secrets });
  await connect(db, userId, () =>
    connections.adoptConfigured({
      userId,
      trakt: { accessToken: account.traktToken },
      bangumi: { accessToken: account.bangumiToken },
    }),
  );
  const rest = {
    connections,
    matching: createMatching({ ...deps, idMaps: { current: () => idMap }, liveAction: 'asian' }),
    notifications: {
      notify: () => Promise.resolve('told' as const),
      lastTold: () => Promise.resolve(new Map<string, string>()),
    },
    audit: withoutApps.audit,
    idMapVersion: () => idMap.version,
    defaults: { cron: '0 * * * *', timeZone: 'UTC' },
  };
  const history = createHistory({ ...deps, ...rest });
  const ofApi = createHistory({ ...deps, ...rest, db });
  let asked: Promise<unknown> = Promise.resolve();
  let running = false;
  return {
    userId,
    history,
    trakt,
    bangumi,
    clock,
    points,
    memory,
    watch,
    runIds: [],
    tally: { changes: 0, runs: 0, deaths: 0, faults: 0 },
    isRunning: () => running,
    setRunning: (now) => {
      running = now;
    },
    changeSettings(kinds) {
      asked = asked
        .then(() => ofApi.settings.change(userId, { ...kinds, ...neverAsks }))
        .catch((error: unknown) => surprises.push(error));
    },
    async answered() {
      await asked;
    },
    surprises,
    async close() {
      clients.trakt.destroy();
      clients.bangumi.destroy();
      await Promise.all([trakt.stop(), bangumi.stop()]);
    },
  };
}

/** An impatient client on a busy machine may take more than one attempt. */
async function connect(db: Database, userId: string, adopt: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await adopt();
    if ((await db.connection.count({ where: { userId } })) === 2) return;
  }
  throw new Error('The person could not be connected.');
}

/** What is known of titles is everybody's: each story begins without it. */
async function forgetMatches(db: Database): Promise<void> {
  await db.match.deleteMany();
  await db.episodeTable.deleteMany();
}
