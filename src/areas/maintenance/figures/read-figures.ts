import {
  sql,
  withinTime,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Figures } from '../../../platform/observability/figures.js';
import type { Connections } from '../../connections/index.js';
import type { HealthWatch } from '../health/watch-health.js';
import { readRuns } from './read-runs.js';
import { figures } from './figure-rows.js';

export interface FiguresDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly connections: Pick<Connections, 'expiring'>;
  readonly healthWatch: Pick<HealthWatch, 'latest'>;
}

/** Nobody reads what it says: the scrape goes on without these. */
const bounded = {
  seconds: 2,
  narrowBy: 'nothing',
  tooSlow: (advice: string, options: ErrorOptions) => new Error(advice, options),
};
const dayMs = 86_400_000;
const soonMs = 7 * dayMs;
const worth = { ok: 1, degraded: 0.5, down: 0 } as const;

/** What Prometheus is told of the database; a few statements, each bounded. Throws where it does not answer in time. */
export const createReadFigures = (deps: FiguresDeps) => async (): Promise<Figures> => {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - dayMs);
  const read = await withinTime(deps.db, bounded, async (tx) => ({
    ...(await readPlays(tx)),
    ...(await readRuns(tx, since)),
    ...(await readJobs(tx, since)),
  }));
  const soon = (await deps.connections.expiring(now)).filter(
    ({ expiresAt }) => expiresAt.getTime() < now.getTime() + soonMs,
  );
  const health = await deps.healthWatch.latest();
  return {
    ...read,
    connections_ending: (['trakt', 'bangumi'] as const).map((service) => ({
      labels: { service },
      value: soon.filter((one) => one.service === service).length,
    })),
    health: health.map(({ component, settled }) => ({
      labels: { component },
      value: worth[settled],
    })),
  };
};

/** Person by person: the index of plays begins with them. */
async function readPlays(tx: DatabaseSession) {
  const plays = await figures(
    tx,
    ['state'],
    sql`SELECT state, count(*)::float8 AS value FROM plays GROUP BY state`,
  );
  const parked = await figures(
    tx,
    ['reason'],
    sql`SELECT coalesce(p.reason, 'none') AS reason, count(*)::float8 AS value
      FROM users u JOIN plays p ON p.user_id = u.id AND p.state = 'parked' GROUP BY 1`,
  );
  const lag = await figures(
    tx,
    [],
    sql`SELECT coalesce(extract(epoch FROM now() - min(w.oldest)), 0)::float8 AS value
      FROM users u CROSS JOIN LATERAL (SELECT min(observed_at) AS oldest FROM plays
        WHERE user_id = u.id AND state IN ('seen', 'planned', 'sent')) w`,
  );
  return { plays, plays_parked: parked, sync_lag_seconds: lag };
}

async function readJobs(tx: DatabaseSession, since: Date) {
  const runs = await figures(
    tx,
    ['job', 'status'],
    sql`SELECT job_name AS job, lower(status) AS status, count(*)::float8 AS value
      FROM cron_job_logs WHERE start_at >= ${since} GROUP BY 1, 2`,
  );
  const last = await figures(
    tx,
    ['job'],
    sql`SELECT DISTINCT ON (job_name) job_name AS job, duration_ms / 1000.0::float8 AS value FROM cron_job_logs
      WHERE start_at >= ${since} AND status = 'SUCCESS' AND duration_ms IS NOT NULL ORDER BY job_name, start_at DESC`,
  );
  const ticks = await figures(
    tx,
    ['kind', 'outcome'],
    sql`SELECT s.kind, t.outcome, count(*)::float8 AS value FROM schedule_states s
      JOIN schedule_ticks t ON t.schedule_id = s.schedule_id AND t.scheduled_at >= ${since} GROUP BY 1, 2`,
  );
  return { job_runs_day: runs, job_last_seconds: last, schedule_ticks_day: ticks };
}
