import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { History, SyncSettings } from '../../areas/history/index.js';
import type { JobsConfig } from '../../platform/config/config.js';
import type {
  ScheduleSource,
  WantedSchedule,
} from '../../orchestration/schedules/wanted-schedule.js';
import { emptySql, queryRows, sql, type Database } from '../../platform/database/index.js';
import { jobNames, jobTable, type JobName } from '../../workflows/contract.js';

export interface ScheduleSourcesDeps {
  readonly db: Database;
  readonly history: Pick<History, 'settings'>;
  /** Of people's lists: five cron fields or an interval. */
  readonly listsTiming: string;
  /** What keeps the installations of one namespace apart. */
  readonly suffix: string;
  /** Jobs there is nothing to do for here, as the configuration is. */
  readonly withoutJobs: readonly JobName[];
  readonly jobs: Pick<JobsConfig, 'crons' | 'timeZone'>;
}

/** Every Schedule there should be. A further kind is a further source. */
export const scheduleSources = (deps: ScheduleSourcesDeps): readonly ScheduleSource[] => [
  historySource(deps),
  listsSource(deps),
  jobSource(deps),
];

/**
 * A person who never had both accounts gets no schedule: every tick would only say so. One who disconnected or is disabled
 * keeps theirs, paused. One who is being deleted loses it.
 */
function historySource({ db, history }: ScheduleSourcesDeps): ScheduleSource {
  const connected = (userId?: string): Promise<Connected[]> => {
    const only = userId === undefined ? emptySql : sql`AND c.user_id = ${userId}`;
    return queryRows(
      db,
      connectedRow,
      sql`SELECT c.user_id AS "userId", bool_or(u.disabled_at IS NOT NULL) AS "isKeptOut"
        FROM connections c JOIN users u ON u.id = c.user_id AND u.deleted_at IS NULL
        WHERE c.service IN ('trakt', 'bangumi') ${only}
        GROUP BY c.user_id HAVING count(*) = 2 ORDER BY c.user_id`,
    );
  };
  return personalSource('history', { owners: connected, toSchedule: toWanted, history });
}

interface Personal<Owner> {
  /** All of them, or one person alone. */
  readonly owners: (userId?: string) => Promise<readonly Owner[]>;
  readonly toSchedule: (owner: Owner, settings: SyncSettings) => WantedSchedule;
  readonly history: ScheduleSourcesDeps['history'];
}

/** Schedules of people, which follow their settings. */
const personalSource = <Owner extends { readonly userId: string }>(
  kind: ScheduleSource['kind'],
  { owners, toSchedule, history }: Personal<Owner>,
): ScheduleSource => ({
  kind,
  async find(ownerId) {
    const [owner] = await owners(ownerId);
    return owner === undefined
      ? undefined
      : toSchedule(owner, await history.settings.read(ownerId));
  },
  async all() {
    const found = await owners();
    const settings = await history.settings.readMany(found.map(({ userId }) => userId));
    return found.flatMap((owner) => {
      const theirs = settings.get(owner.userId);
      return theirs === undefined ? [] : [toSchedule(owner, theirs)];
    });
  },
});

const connectedRow = z.object({ userId: z.string(), isKeptOut: z.boolean() });
type Connected = z.infer<typeof connectedRow>;

const toWanted = ({ userId, isKeptOut }: Connected, settings: SyncSettings): WantedSchedule => ({
  kind: 'history',
  ownerId: userId,
  enabled: settings.enabled,
  isKeptOut,
  timing: settings.cron,
  timeZone: settings.timeZone,
  missed: settings.missed,
  // Disabling changes no settings, but has to reach Temporal all the same: it counts below zero.
  version: isKeptOut ? -1 - settings.version : settings.version,
});

const listOwnerRow = connectedRow.extend({ enabled: z.boolean() });
type ListOwner = z.infer<typeof listOwnerRow>;

/** Whoever has a list and was ever connected to Trakt has a schedule of lists; it rests while none of them keeps itself. */
function listsSource({ db, history, listsTiming }: ScheduleSourcesDeps): ScheduleSource {
  const owners = (userId?: string): Promise<ListOwner[]> => {
    const only = userId === undefined ? emptySql : sql`AND l.user_id = ${userId}`;
    return queryRows(
      db,
      listOwnerRow,
      sql`SELECT l.user_id AS "userId", bool_or(l.enabled) AS enabled, bool_or(u.disabled_at IS NOT NULL) AS "isKeptOut"
        FROM lists l JOIN users u ON u.id = l.user_id AND u.deleted_at IS NULL
        WHERE l.deleted_at IS NULL ${only}
          AND EXISTS (SELECT FROM connections c WHERE c.user_id = l.user_id AND c.service = 'trakt')
        GROUP BY l.user_id ORDER BY l.user_id`,
    );
  };
  const toSchedule = (owner: ListOwner, settings: SyncSettings): WantedSchedule => {
    // Settings and whether one keeps itself: either moves it on.
    const version = settings.version * 2 + (owner.enabled ? 1 : 0);
    return {
      kind: 'lists',
      ownerId: owner.userId,
      enabled: owner.enabled,
      isKeptOut: owner.isKeptOut,
      timing: listsTiming,
      timeZone: settings.timeZone,
      missed: settings.missed,
      version: owner.isKeptOut ? -1 - version : version,
    };
  };
  return personalSource('lists', { owners, toSchedule, history });
}

function jobSource({
  suffix,
  withoutJobs,
  jobs: { crons, timeZone },
}: Pick<ScheduleSourcesDeps, 'suffix' | 'withoutJobs' | 'jobs'>): ScheduleSource {
  const all = jobNames
    .filter((name) => !withoutJobs.includes(name))
    .map((name): WantedSchedule => {
      const { cron, missed } = jobTable[name];
      const timing = crons[cron];
      return {
        kind: 'job',
        ownerId: `${name}${suffix}`,
        enabled: true,
        timing,
        timeZone,
        missed,
        version: versionOf(`${timing} ${timeZone}`),
      };
    });
  return {
    kind: 'job',
    find: (ownerId) => Promise.resolve(all.find((job) => job.ownerId === ownerId)),
    all: () => Promise.resolve(all),
  };
}

/** Another number for other times. */
const versionOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE() >>> 1;
