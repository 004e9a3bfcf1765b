import type { JobsPort, JobView } from '../../api/ports.js';
import type { ScheduleView } from '../../orchestration/schedules/schedule-commands.js';
import { jobTable, jobNames, type JobName } from '../../workflows/contract.js';
import { idleJobs } from '../backup/backup-job.js';
import type { Watchflow } from './compose.js';

/** Days that the statistics look back. */
const days = 30;
const dayMs = 86_400_000;

type Parts = Pick<Watchflow, 'config' | 'clock' | 'jobs' | 'jobLog' | 'schedules' | 'cleanup'>;

/** Jobs as the API asks for them. */
export function jobsPort({ config, clock, jobs, jobLog, schedules, cleanup }: Parts): JobsPort {
  const ownerOf = (name: JobName): string => `${name}${config.temporal.taskQueueSuffix}`;
  const idle = idleJobs(config);

  const view = async (
    name: JobName,
    { latest, statistics }: Awaited<ReturnType<typeof book>>,
  ): Promise<JobView> => {
    const { cron, timeoutMinutes, attempts, touches } = jobTable[name];
    const { view: schedule, state } = await schedules.inspect('job', ownerOf(name));
    return {
      ...{ name, touches, timeoutMinutes, attempts, variable: cron },
      ...standingOf(schedule),
      pause: state?.pause ?? null,
      timing: config.jobs.crons[cron],
      timeZone: config.jobs.timeZone,
      lastRun: latest.get(name) ?? null,
      statistics: { days, ...(statistics.get(name) ?? nothingYet) },
    };
  };

  const book = async () => {
    const since = new Date(clock.now().getTime() - days * dayMs);
    const [latest, statistics] = await Promise.all([
      jobLog.latest(jobNames),
      jobLog.statistics(since),
    ]);
    return { latest: new Map(latest.map((run) => [run.job, run])), statistics };
  };

  return {
    async list() {
      const kept = await book();
      return Promise.all(jobNames.map((name) => view(name, kept)));
    },
    find: async (name) => view(name, await book()),
    runs: (name, wish) => jobLog.page(name, wish),
    request: (name) => (idle.includes(name) ? Promise.resolve(undefined) : jobs.request(name)),
    cleanupPlan: () => cleanup.plan(),
    pause: (name, asking) =>
      schedules.pause('job', ownerOf(name), { ...asking, by: 'operator', isAdmin: true }),
    resume: (name, asking) =>
      schedules.resume('job', ownerOf(name), { ...asking, by: 'operator', isAdmin: true }),
  };
}

const nothingYet = { runs: 0, succeeded: 0, p50Ms: null, p95Ms: null };

function standingOf(schedule: ScheduleView | undefined): Pick<JobView, 'state' | 'nextRunAt'> {
  if (schedule === undefined) return { state: 'absent', nextRunAt: null };
  return schedule.paused
    ? { state: 'paused', nextRunAt: null }
    : { state: 'scheduled', nextRunAt: schedule.nextRuns[0] ?? null };
}
