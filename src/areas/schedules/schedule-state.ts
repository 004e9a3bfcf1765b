import { z } from 'zod';

/** What a Schedule drives. */
export const scheduleKinds = ['history', 'lists', 'job'] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

/** What comes due for a person. */
export const personalKinds = ['history', 'lists'] as const satisfies readonly ScheduleKind[];
export type PersonalKind = (typeof personalKinds)[number];

/** As in Temporal; `ownerId` is a user, or the name of a job. */
export const scheduleIdOf = (kind: ScheduleKind, ownerId: string): string => `${kind}:${ownerId}`;

/**
 * Who paused it, and so who may let it go on: its `person`; an `operator` for everybody; the `connection`, until the account is
 * connected again; somebody from `outside`, with Temporal's own tools; the `settings`, which switch it off; the `account`,
 * while it is disabled; the `process` (`SYNC_ENABLED`); `cron`, which all jobs rest by (`ENABLE_CRON`).
 */
export const pausers = [
  'person',
  'operator',
  'connection',
  'outside',
  'settings',
  'account',
  'process',
  'cron',
] as const;
export type Pauser = (typeof pausers)[number];

/** Pauses that follow from something else, and end with it: nobody asks for their end by hand. */
export const rulingPausers = [
  'settings',
  'account',
  'process',
  'cron',
] as const satisfies readonly Pauser[];
type RulingPauser = (typeof rulingPausers)[number];

export const isByRule = (by: Pauser): by is RulingPauser =>
  rulingPausers.some((ruling) => ruling === by);

export interface Pause {
  readonly by: Pauser;
  /** As given; of `outside` the note the server shows. */
  readonly reason: string;
}

/** When a Schedule is due, as texts. */
export interface DueRule {
  /** Normalised: five fields or `@every 6h`. */
  readonly timing: string;
  readonly timeZone: string;
  readonly spreadSeconds: number;
}

/** A Schedule as Temporal was told last. */
export interface ScheduleState extends DueRule {
  readonly scheduleId: string;
  readonly kind: ScheduleKind;
  readonly userId: string | null;
  readonly revision: number;
  readonly pause: (Pause & { readonly since: Date }) | null;
  /** The pause, or its end, was asked for and Temporal may not know yet. */
  readonly pending: boolean;
  readonly appliedVersion: number | null;
  readonly accountedUntil: Date;
  /** The server's counters as of then. */
  readonly overlapSeen: number;
  readonly missedSeen: number;
}

export const stateRow = z
  .object({
    scheduleId: z.string(),
    kind: z.enum(scheduleKinds),
    userId: z.string().nullable(),
    revision: z.int(),
    paused: z.boolean(),
    pausedBy: z.enum(pausers).nullable(),
    pauseReason: z.string().nullable(),
    pausedAt: z.date().nullable(),
    pending: z.boolean(),
    timing: z.string(),
    timeZone: z.string(),
    spreadSeconds: z.int(),
    appliedVersion: z.int().nullable(),
    accountedUntil: z.date(),
    overlapSeen: z.int(),
    missedSeen: z.int(),
  })
  .transform(({ paused, pausedBy, pauseReason, pausedAt, ...state }): ScheduleState => ({
    ...state,
    pause:
      paused && pausedAt !== null
        ? { by: pausedBy ?? 'outside', reason: pauseReason ?? '', since: pausedAt }
        : null,
  }));

/** What happened to a Schedule, oldest first where listed. */
export type ScheduleEvent = { readonly at: Date } & (
  | ({ readonly what: 'timed' } & DueRule)
  | { readonly what: 'paused'; readonly by: Pauser; readonly reason: string }
  | { readonly what: 'resumed' }
);
