import { z } from 'zod';
import type { History, SyncSettings } from '../../areas/history/index.js';
import type {
  ScheduleSource,
  WantedSchedule,
} from '../../orchestration/schedules/wanted-schedule.js';
import { emptySql, queryRows, sql, type Database } from '../../platform/database/index.js';
import type { JobName } from '../../workflows/contract.js';

export interface ScheduleSourcesDeps {
  readonly db: Database;
  readonly history: Pick<History, 'settings'>;
  /** What keeps the installations of one namespace apart. */
  readonly suffix: string;
}

/** Every Schedule there should be. A further kind is a further source. */
export const scheduleSources = (deps: ScheduleSourcesDeps): readonly ScheduleSource[] => [
  historySource(deps),
  jobSource(deps.suffix),
];

/** A person who never had both accounts gets no schedule: every tick would only say so. One who disconnected keeps theirs, paused. */
function historySource({ db, history }: ScheduleSourcesDeps): ScheduleSource {
  const connected = async (userId?: string): Promise<string[]> => {
    const only = userId === undefined ? emptySql : sql`AND user_id = ${userId}`;
    const rows = await queryRows(
      db,
      z.object({ userId: z.string() }),
      sql`SELECT user_id AS "userId" FROM connections WHERE service IN ('trakt', 'bangumi') ${only}
        GROUP BY user_id HAVING count(*) = 2 ORDER BY user_id`,
    );
    return rows.map((row) => row.userId);
  };
  return {
    kind: 'history',
    async find(ownerId) {
      const [found] = await connected(ownerId);
      return found === undefined
        ? undefined
        : toWanted(ownerId, await history.settings.read(ownerId));
    },
    async all() {
      const settings = await history.settings.readMany(await connected());
      return [...settings].map(([ownerId, one]) => toWanted(ownerId, one));
    },
  };
}

const toWanted = (ownerId: string, settings: SyncSettings): WantedSchedule => ({
  kind: 'history',
  ownerId,
  enabled: settings.enabled,
  timing: settings.cron,
  timeZone: settings.timeZone,
  missed: settings.missed,
  version: settings.version,
});

/** Grows when the times below change. */
const jobsVersion = 1;

const jobTimes: Readonly<Record<JobName, string>> = {
  'schedule-watch': '@every 10m',
  'schedule-reconcile': '40 3 * * *',
  'connections-renew': '@every 1h',
};

function jobSource(suffix: string): ScheduleSource {
  const all = Object.entries(jobTimes).map(([name, timing]): WantedSchedule => ({
    kind: 'job',
    ownerId: `${name}${suffix}`,
    enabled: true,
    timing,
    timeZone: 'UTC',
    missed: 'skip',
    version: jobsVersion,
  }));
  return {
    kind: 'job',
    find: (ownerId) => Promise.resolve(all.find((job) => job.ownerId === ownerId)),
    all: () => Promise.resolve(all),
  };
}
