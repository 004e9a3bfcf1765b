import { currentWorkflow } from '../../activities/current-workflow.js';
import { createJobLog, type JobLog } from '../../areas/maintenance/index.js';
import { createAccounts, type Accounts } from '../../areas/accounts/index.js';
import {
  createAudit,
  createAuditLogs,
  type Audit,
  type AuditLogs,
} from '../../areas/audit/index.js';
import { createConnections, type Connections } from '../../areas/connections/index.js';
import { createHistory, type History } from '../../areas/history/index.js';
import {
  createListFacts,
  createLists,
  type ListFactsDeps,
  type Lists,
  type ListsDeps,
} from '../../areas/lists/index.js';
import {
  createMatching,
  openSubjectCache,
  type IdMapData,
  type Matching,
  type MatchingDeps,
} from '../../areas/matching/index.js';
import {
  createExports,
  createImports,
  type Exports,
  type Imports,
} from '../../areas/portable/index.js';
import { createNotifications, type Notifications } from '../../areas/notifications/index.js';
import {
  createSchedules,
  type Schedules,
  type SchedulesDeps,
} from '../../areas/schedules/index.js';
import { createUsage, type Usage, type UsageDeps } from '../../areas/usage/index.js';
import { noCaches, type Caches } from '../../platform/cache/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Metrics } from '../../platform/observability/create-metrics.js';
import { createSecretBox, type SecretBox } from '../../platform/security/secret-box.js';
import { loadKeyRing } from '../../platform/security/load-key-ring.js';
import type { SharedLimits } from '../../upstream/http/index.js';
import { createServiceProbes } from './service-probes.js';
import { composeIdMapData } from './id-map-data.js';
import { createRelay, createUpstream, createUpstreamAuths } from './upstream.js';

export interface AreasDeps {
  readonly config: Config;
  readonly db: Database;
  readonly sharedLimits?: SharedLimits | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Pick<Metrics, 'upstream' | 'upstreamWait'> | undefined;
  /** Nothing is remembered where they are left out. */
  readonly caches?: Caches | undefined;
}

export interface Areas {
  readonly audit: Audit;
  readonly auditLogs: AuditLogs;
  /** The book of jobs. */
  readonly jobLog: JobLog;
  readonly notifications: Notifications;
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly history: History;
  readonly lists: Lists;
  readonly imports: Imports;
  readonly exports: Exports;
  readonly matching: Matching;
  readonly idMapData: IdMapData;
  /** What is known of schedules beside Temporal. */
  readonly scheduleBook: Schedules;
  readonly usage: Usage;
  /** Whether the services can be reached. */
  readonly services: ReturnType<typeof createServiceProbes>;
  /** Lets go of sockets and timers. */
  readonly close: () => void;
}

/** Every area over one database and one pair of upstream clients. */
export async function composeAreas(deps: AreasDeps): Promise<Areas> {
  const { config, db, clock, log, caches = noCaches } = deps;
  const secrets = await openSecretBox(config, log);
  const clients = createUpstream(deps);
  const { trakt, bangumi } = clients;
  const auths = createUpstreamAuths(deps);
  const relay = createRelay(deps);
  const publicUrl = publicUrlOf(config);
  const accounts = createAccounts({ db, clock, caches, settings: config.accounts });
  const localeOf = async (userId: string) =>
    (await accounts.knownPeople.find(userId))?.locale ?? 'en';
  const notifications = createNotifications({
    ...{ db, secrets, clock, log, localeOf, publicUrl, ...channelsOf(config) },
  });
  const audit = createAudit({ db, clock, log, currentWorkflow });
  const connections = createConnections({
    ...{ db, secrets, ...clients, notifications, audit, clock, log },
    apps: { ...auths, ...registeredApps(config, publicUrl) },
    listAdmins: accounts.people.listAdmins,
    isKeptOut: accounts.people.isKeptOut,
  });
  const idMapData = await composeIdMapData({ ...deps, notifications, audit, accounts });
  const subjectCache = openSubjectCache(caches);
  const matching = matchingOf({ ...deps, ...idMapData, trakt, bangumi, subjectCache });
  const history = createHistory({
    ...{ ...deps, ...clients, connections, matching, notifications, audit },
    ...{ caches, subjectCache },
    idMapVersion: () => idMapData.idMaps.current().version,
    defaults: { cron: config.sync.defaultCron, timeZone: config.sync.timeZone },
  });
  const lists = composeLists({
    ...deps,
    ...clients,
    ...idMapData,
    ...{ connections, history, notifications, audit, localeOf },
  });
  return {
    audit,
    auditLogs: createAuditLogs(db),
    jobLog: createJobLog({ db, clock, audit, accounts, notifications }),
    lists,
    notifications,
    accounts,
    connections,
    history,
    imports: createImports({ db, connections, trakt, audit, clock }),
    exports: createExports({ db, clock }),
    idMapData,
    matching,
    services: createServiceProbes({ config, ...clients }),
    usage: usageOf({ ...deps, accounts, notifications, relay }),
    scheduleBook: createSchedules({ db, clock, onMissed: tellMissed({ notifications, log }) }),
    close() {
      idMapData.close();
      for (const client of [trakt, bangumi, auths, relay]) client?.destroy();
    },
  };
}

type ListParts = AreasDeps & Omit<ListsDeps, 'facts' | 'timeZoneOf' | 'readLagMs'> & ListFactsDeps;

const composeLists = (parts: ListParts & { readonly history: Pick<History, 'settings'> }): Lists =>
  createLists({
    ...parts,
    facts: createListFacts(parts),
    timeZoneOf: async (userId) => (await parts.history.settings.read(userId)).timeZone,
    readLagMs: parts.config.lists.readLagMs,
  });

const channelsOf = ({ webhooks, mail }: Config) => ({ webhooks, mail });
const usageOf = ({
  config: { relay, requests },
  ...parts
}: AreasDeps & Pick<UsageDeps, 'accounts' | 'notifications' | 'relay'>): Usage =>
  createUsage({
    ...parts,
    relayTimeZone: relay.timeZone,
    keyLimits: requests.key,
    userLimits: requests.user,
  });

const publicUrlOf = ({ http: { host, port, publicUrl = `http://${host}:${port}` } }: Config) =>
  publicUrl;

const matchingOf = ({
  config,
  ...parts
}: AreasDeps & Pick<MatchingDeps, 'trakt' | 'bangumi' | 'idMaps' | 'subjectCache'>): Matching =>
  createMatching({ ...parts, liveAction: config.matching.liveAction });

async function openSecretBox(config: Config, log: Logger): Promise<SecretBox> {
  const keys = await loadKeyRing({ keys: config.keys.ring, dataDir: config.dataDir });
  if (keys.exposed) {
    log.warn(
      { file: keys.file },
      'others on this machine can read the key file; make it readable by its owner only',
    );
  }
  return createSecretBox(keys.ring);
}

/** A gap among due times is told once: the next look begins after it. */
const tellMissed =
  ({
    notifications,
    log,
  }: {
    notifications: Notifications;
    log: Logger;
  }): SchedulesDeps['onMissed'] =>
  async (tx, { scheduleId, userId, count: missed, since }) => {
    log.warn({ scheduleId, missed, since: since.toISOString() }, 'due times were missed');
    if (userId === null) return;
    await notifications.notify(
      {
        userId,
        event: 'schedule.tick-missed',
        dedupeKey: `${scheduleId}/${since.toISOString()}`,
        data: { scheduleId, missed, since: since.toISOString() },
      },
      tx,
    );
  };

/** Where the services' apps send people back, unless registered otherwise. */
const registeredApps = ({ trakt, bangumi }: Config, publicUrl: string) => ({
  clientIds: { trakt: trakt.clientId, bangumi: bangumi.clientId },
  redirectUris: {
    trakt: trakt.redirectUri ?? `${publicUrl}/api/trakt/auth/callback`,
    bangumi: bangumi.redirectUri ?? `${publicUrl}/api/v1/connections/bangumi/auth/callback`,
  },
});
