import { createApi, type ApiDeps } from '../../api/create-api.js';
import type { ApiPorts } from '../../api/ports.js';
import { checkTemporal } from '../../orchestration/health.js';
import { composeAccountDeletion } from './account-deletion.js';
import type { Watchflow } from './compose.js';
import { jobsPort } from './jobs-port.js';
import { schedulesPort } from './schedules-port.js';
import { version } from './version.js';

/** Serves the API; its intake is the first thing to end. Answers its address. */
export async function serveApi(
  watchflow: Watchflow,
  options: Pick<ApiDeps, 'othersAsked'> = {},
): Promise<string> {
  const { config, clock, log, shutdown } = watchflow;
  const { host, port, publicUrl, trustedProxies, metricsToken } = config.http;
  const api = createApi({
    ...portsOf(watchflow),
    ...options,
    clock,
    log,
    version,
    publicUrl: publicUrl ?? `http://${host}:${port}`,
    trustedProxies,
    metricsToken,
    requestsPerMinute: config.requests.key.minute,
  });
  const running = await api.listen({ host, port });
  shutdown.add('API', () => {
    // Who has been let in waits for the write of a group, and shall not wait for company.
    watchflow.translation.hurry();
    return running.stop();
  });
  return publicUrl ?? running.url;
}

function portsOf(watchflow: Watchflow): ApiPorts {
  const { accounts, audit, notifications, history, syncs, plans, connections, connecting } =
    watchflow;
  const { idMapData, jobs } = watchflow;
  return {
    accounts,
    accountDeletion: composeAccountDeletion(watchflow),
    audit,
    auditLogs: watchflow.auditLogs,
    notifications,
    connections: { list: connections.list, ...connecting },
    settings: history.settings,
    runs: { ...history.runs, retry: history.retryRun },
    plays: history.explaining,
    wishes: history.carrying,
    syncs,
    review: history.review,
    lists: { ...watchflow.lists.keeping, ...watchflow.listing, runs: watchflow.lists.runs },
    removals: history.removals,
    imports: { ...watchflow.imports, ...watchflow.importing },
    exports: watchflow.exports,
    plans: { ...history.planning, ...plans },
    schedules: schedulesPort(watchflow),
    translation: watchflow.translation,
    usage: watchflow.usage,
    metrics: watchflow.metrics,
    jobs: jobsPort(watchflow),
    files: { ...watchflow.files, requestReconcile: () => jobs.request('file-reconcile') },
    idMap: { ...idMapData, requestRefresh: () => jobs.request('id-map-refresh') },
    systemHealth: watchflow.healthWatch,
    health: { check: () => checkHealth(watchflow) },
  };
}

async function checkHealth({
  db,
  temporal,
  storage,
}: Watchflow): ReturnType<ApiPorts['health']['check']> {
  const asked = Date.now();
  const [database, server, { files, cache }] = await Promise.all([
    db.$queryRaw`SELECT 1`.then(
      () => ({ ok: true, ms: Date.now() - asked }),
      () => ({ ok: false, detail: 'The database does not answer.', ms: Date.now() - asked }),
    ),
    checkTemporal({ connection: temporal.connection, namespace: temporal.namespace }),
    storage.health(),
  ]);
  return {
    database,
    temporal: server.ok ? server : { ok: false, detail: server.reason, ms: server.ms },
    files: files.state,
    cache: cache.state,
  };
}
