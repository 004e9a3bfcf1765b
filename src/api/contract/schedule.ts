import { z } from 'zod';
import {
  pausers,
  personalKinds,
  scheduleIdOf,
  tickOutcomes,
  type ScheduleSummary,
  type Tick,
} from '../../areas/schedules/index.js';
import type { SyncSettings } from '../../areas/history/index.js';
import { previewTiming, type TimingPreview } from '../../platform/lib/clock-shifts.js';
import { intervalOf, parseTiming, spreadSecondsOf } from '../../platform/lib/timing.js';
import type { ScheduleStanding } from '../ports.js';
import { expectedVersion } from './config.js';
import { nextCursorSchema } from './page.js';
import { timeSchema, toTime } from './time.js';
import {
  cronText,
  intervalText,
  missedPolicy,
  notBoth,
  timeZoneName,
  timingTextOf,
} from './timing.js';

/** Kinds a person can have; further ones join. */
const kindSchema = z
  .enum(personalKinds)
  .describe('What the schedule drives: `history` is the sync, `lists` brings lists to Trakt.');
export const kindParams = z.object({ kind: kindSchema });

/** When lists are brought to Trakt is the operator’s to say. */
export const changedKindParams = z.object({ kind: z.enum(['history']) });

const noteSchema = z
  .enum(['shifted', 'first-of-two', 'second-of-two'])
  .nullable()
  .describe(
    '`shifted`: the first run after the clock was changed. `first-of-two`, `second-of-two`: this clock time comes twice that day, and this is the one or the other of them; the runs are those that Temporal will have.',
  );

const runSchema = z.object({
  at: timeSchema,
  local: z.string().describe("What the zone's clock shows, with its offset."),
  note: noteSchema,
});

const skippedSchema = z
  .array(z.object({ local: z.string() }))
  .describe('Clock times that are left out when the clock is put forward: nothing runs then.');

const jitterSeconds = z
  .int()
  .min(0)
  .describe('Every run starts up to so many seconds after its time.');

export const previewRequestSchema = z
  .strictObject({
    cron: cronText.optional(),
    sync_interval: intervalText.optional(),
    time_zone: timeZoneName.default('UTC'),
    kind: kindSchema.default('history'),
  })
  .refine(notBoth.check, notBoth.params)
  .refine(({ cron, sync_interval: interval }) => cron !== undefined || interval !== undefined, {
    path: ['cron'],
    message: 'send cron or sync_interval',
  })
  .meta({ id: 'SchedulePreviewRequest' });

export const previewSchema = z
  .object({
    cron: z.string().describe('As it would be kept.'),
    time_zone: z.string(),
    runs: z.array(runSchema).describe('The next ten.'),
    skipped: skippedSchema,
    jitter_seconds: jitterSeconds,
  })
  .meta({ id: 'SchedulePreview' });
type PreviewBody = z.infer<typeof previewSchema>;

export const scheduleSchema = z
  .object({
    kind: kindSchema,
    schedule_id: z.string().describe('As in Temporal.'),
    state: z
      .enum(['running', 'paused', 'absent'])
      .describe(
        '`absent`: there is none until both accounts are connected; of `lists`, until you have a list and connected Trakt.',
      ),
    paused: z
      .object({ by: z.enum(pausers), reason: z.string(), since: timeSchema })
      .nullable()
      .describe(
        '`outside`: with Temporal’s own tools. `settings`: `enabled` is off. `account`: it is disabled. `process`: SYNC_ENABLED is off. `cron`: ENABLE_CRON is off, which is of jobs alone. `connection`: until the account is connected again.',
      ),
    pending: z.boolean().describe('Temporal has not been told yet; it will be.'),
    enabled: z.boolean().describe('As the settings say; of `lists`: one of them keeps itself.'),
    cron: z.string().describe('Five fields, or `@every` with an interval.'),
    sync_interval: z.string().nullable(),
    time_zone: z.string(),
    missed: missedPolicy,
    version: z.int().min(0).describe('Of the settings, which are those of `/api/trakt/config`.'),
    next_runs: z.array(runSchema).describe('The next ten, as they would be without a pause.'),
    skipped: skippedSchema,
    jitter_seconds: jitterSeconds,
    last_tick: z
      .object({
        at: timeSchema,
        outcome: z.enum(tickOutcomes),
        why: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Schedule' });
export type ScheduleBody = z.infer<typeof scheduleSchema>;

export const scheduleListSchema = z
  .object({ items: z.array(scheduleSchema) })
  .meta({ id: 'Schedules' });

export const scheduleChangeSchema = z
  .strictObject({
    enabled: z.boolean(),
    cron: cronText,
    sync_interval: intervalText,
    time_zone: timeZoneName,
    missed: missedPolicy,
    version: expectedVersion,
  })
  .partial()
  .refine(
    (change) => Object.keys(change).some((key) => key !== 'version'),
    'expected at least one setting to change',
  )
  .refine(notBoth.check, notBoth.params)
  .meta({ id: 'ScheduleChange' });

export const reasonSchema = z
  .strictObject({
    reason: z.string().trim().min(1).max(200).describe('Shown wherever the schedule is shown.'),
  })
  .meta({ id: 'PauseReason' });

export const resumeSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(200).default('resumed') })
  .meta({ id: 'ResumeReason' });

const tickSchema = z
  .object({
    at: timeSchema.describe('When it was due.'),
    outcome: z
      .enum(tickOutcomes)
      .describe(
        '`ran`; `joined` a sync under way; `unchanged`: nothing new; `skipped`, `paused`, `missed`: see `why`.',
      ),
    why: z.string().nullable(),
  })
  .meta({ id: 'ScheduleTick' });

export const tickPageSchema = z
  .object({ items: z.array(tickSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ScheduleTicks' });

const count = z.int().min(0);

export const summarySchema = z
  .object({
    of: z.enum(['own', 'everyone']),
    total: count,
    running: count,
    paused: z.object(Object.fromEntries(pausers.map((by) => [by, count]))),
    next: z.object({ schedule_id: z.string(), at: timeSchema }).nullable(),
    last_error: z
      .object({
        schedule_id: z.string(),
        at: timeSchema,
        outcome: z.enum(['missed', 'skipped']),
        why: z.string().nullable(),
      })
      .nullable()
      .describe('The latest due time that came to nothing for trouble.'),
  })
  .meta({ id: 'ScheduleSummary' });

type SummaryBody = z.infer<typeof summarySchema>;

export const toSummaryBody = (
  { total, running, paused, next, lastError }: ScheduleSummary,
  of: SummaryBody['of'],
): SummaryBody => ({
  of,
  total,
  running,
  paused: { ...paused },
  next: next === null ? null : { schedule_id: next.scheduleId, at: next.at.toISOString() },
  last_error:
    lastError === null
      ? null
      : {
          schedule_id: lastError.scheduleId,
          at: lastError.scheduledAt.toISOString(),
          outcome: lastError.outcome,
          why: lastError.why,
        },
});

export const toTickBody = ({ scheduledAt, outcome, why }: Tick) => ({
  at: scheduledAt.toISOString(),
  outcome,
  why,
});

/** The server spreads what shares a second; see the schedule's jitter. */
const jitter = 20;

interface Owner {
  readonly kind: z.infer<typeof kindSchema>;
  readonly userId: string;
  readonly now: Date;
}

interface Wish {
  readonly cron?: string | undefined;
  readonly sync_interval?: string | undefined;
  readonly time_zone: string;
}

/** The next ten as this person would have them. */
export function toPreviewBody(wish: Wish, owner: Owner): PreviewBody {
  const text = timingTextOf(wish) ?? '';
  const parsed = parseTiming(text, wish.time_zone);
  const cron = parsed.kind === 'timing' ? parsed.timing.text : text;
  const { runs, skipped } = previewOf({ timing: text, timeZone: wish.time_zone }, owner);
  return { cron, time_zone: wish.time_zone, runs, skipped, jitter_seconds: jitter };
}

function previewOf(
  { timing: text, timeZone }: { readonly timing: string; readonly timeZone: string },
  { kind, userId, now }: Owner,
  count = 10,
): Pick<PreviewBody, 'runs' | 'skipped'> {
  const parsed = parseTiming(text, timeZone);
  if (parsed.kind === 'faulty') return { runs: [], skipped: [] };
  const { timing } = parsed;
  const spreadSeconds = spreadSecondsOf(scheduleIdOf(kind, userId), timing);
  const preview: TimingPreview = previewTiming({ timing, spreadSeconds }, now, count);
  return {
    runs: preview.runs.map(({ at, local, note }) => ({ at: at.toISOString(), local, note })),
    skipped: [...preview.skipped],
  };
}

/** The first time that comes due. */
export const nextRunOf = (
  wish: { readonly timing: string; readonly timeZone: string },
  owner: Owner,
): string | null => previewOf(wish, owner, 1).runs[0]?.at ?? null;

interface ScheduleFacts {
  readonly settings: SyncSettings;
  readonly standing: ScheduleStanding | undefined;
}

export function toScheduleBody({ settings, standing }: ScheduleFacts, owner: Owner): ScheduleBody {
  const { runs, skipped } = previewOf(
    { timing: settings.cron, timeZone: settings.timeZone },
    owner,
  );
  const pause = standing?.pause ?? null;
  return {
    kind: owner.kind,
    schedule_id: scheduleIdOf(owner.kind, owner.userId),
    state: stateOf(standing),
    paused:
      pause === null
        ? null
        : { by: pause.by, reason: pause.reason, since: toTime(pause.since) ?? '' },
    pending: standing?.pending ?? false,
    enabled: settings.enabled,
    cron: settings.cron,
    sync_interval: intervalOf(settings.cron),
    time_zone: settings.timeZone,
    missed: settings.missed,
    version: settings.version,
    next_runs: runs,
    skipped,
    jitter_seconds: jitter,
    last_tick:
      standing?.lastTick === undefined || standing.lastTick === null
        ? null
        : toTickBody(standing.lastTick),
  };
}

function stateOf(standing: ScheduleStanding | undefined): ScheduleBody['state'] {
  if (standing === undefined) return 'absent';
  return standing.pause === null ? 'running' : 'paused';
}

export const previewExample: PreviewBody = {
  cron: '30 2 * * *',
  time_zone: 'Europe/Berlin',
  runs: [
    { at: '2027-03-27T01:30:17.000Z', local: '2027-03-27T02:30:17+01:00', note: null },
    { at: '2027-03-29T00:30:17.000Z', local: '2027-03-29T02:30:17+02:00', note: 'shifted' },
  ],
  skipped: [{ local: '2027-03-28T02:30:00' }],
  jitter_seconds: jitter,
};

export const scheduleExample: ScheduleBody = {
  kind: 'history',
  schedule_id: 'history:u_5d0f1c2b3a4e5f60',
  state: 'paused',
  paused: { by: 'person', reason: 'holiday', since: '2026-11-22T09:00:00.000Z' },
  pending: false,
  enabled: true,
  cron: '30 2 * * *',
  sync_interval: null,
  time_zone: 'Europe/Berlin',
  missed: 'run-once',
  version: 3,
  next_runs: previewExample.runs,
  skipped: previewExample.skipped,
  jitter_seconds: jitter,
  last_tick: { at: '2026-11-22T01:30:17.000Z', outcome: 'unchanged', why: null },
};
