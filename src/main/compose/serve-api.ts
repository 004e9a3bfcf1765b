import { createApi } from '../../api/create-api.js';
import type { ApiPorts } from '../../api/ports.js';
import { checkTemporal } from '../../orchestration/health.js';
import { historyScheduleId } from '../../workflows/contract.js';
import type { Watchflow } from './compose.js';
import { version } from './version.js';

/** Serves the API; its intake is the first thing to end. Answers its address. */
export async function serveApi(watchflow: Watchflow): Promise<string> {
  const { config, accounts, clock, log, shutdown } = watchflow;
  const { host, port, publicUrl } = config.http;
  const api = createApi({
    ...portsOf(watchflow),
    accounts,
    clock,
    log,
    version,
    publicUrl: publicUrl ?? `http://${host}:${port}`,
  });
  const running = await api.listen({ host, port });
  shutdown.add('API', () => running.stop());
  return publicUrl ?? running.url;
}

function portsOf(watchflow: Watchflow): ApiPorts {
  const { history, syncs, schedules } = watchflow;
  return {
    settings: history.settings,
    runs: history.runs,
    syncs,
    schedules: {
      apply: (userId, settings) => schedules.apply(userId, settings),
      async describe(userId) {
        const [schedule, tick] = await Promise.all([
          schedules.describe(userId),
          history.ticks.latest(historyScheduleId(userId)),
        ]);
        if (schedule === undefined) return undefined;
        return {
          nextRuns: schedule.nextRuns,
          paused: schedule.paused,
          pauseNote: schedule.pauseNote ?? null,
          lastTick:
            tick === null ? null : { at: tick.scheduledAt, outcome: tick.outcome, why: tick.why },
        };
      },
    },
    health: { check: () => checkHealth(watchflow) },
  };
}

async function checkHealth({ db, temporal }: Watchflow): ReturnType<ApiPorts['health']['check']> {
  const asked = Date.now();
  const [database, server] = await Promise.all([
    db.$queryRaw`SELECT 1`.then(
      () => ({ ok: true, ms: Date.now() - asked }),
      () => ({ ok: false, detail: 'The database does not answer.', ms: Date.now() - asked }),
    ),
    checkTemporal({ connection: temporal.connection, namespace: temporal.namespace }),
  ]);
  return {
    database,
    temporal: server.ok ? server : { ok: false, detail: server.reason, ms: server.ms },
  };
}
