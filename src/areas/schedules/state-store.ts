import type { Clock } from '../../platform/lib/clock.js';
import type { Database, DatabaseSession } from '../../platform/database/index.js';
import {
  stateRow,
  type DueRule,
  type Pause,
  type Pauser,
  type ScheduleKind,
  type ScheduleState,
} from './schedule-state.js';

export interface StateStoreDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface OpenSchedule extends DueRule {
  readonly scheduleId: string;
  readonly kind: ScheduleKind;
  readonly userId: string | null;
}

/** Whoever asks for a pause or its end. */
export interface Asking {
  readonly by: Pauser;
  readonly reason: string;
  /** A user, where one asked. */
  readonly actorId?: string | undefined;
}

/** What was found or made in Temporal, to be written down. */
export interface Observation {
  readonly scheduleId: string;
  /** The state it was compared with: nothing is written when that has changed meanwhile. */
  readonly revision: number;
  /** Set when the pause is not what the state says; null = it runs. */
  readonly pause?: Pause | null | undefined;
  /** Who made it so. */
  readonly by?: Pauser | undefined;
  readonly appliedVersion?: number | undefined;
  /** Temporal knows of what was asked for. */
  readonly settled?: boolean | undefined;
}

/** Table `schedule_states`, and in `schedule_events` how it came to that. */
export function createStateStore({ db, clock }: StateStoreDeps) {
  const find = async (scheduleId: string): Promise<ScheduleState | undefined> => {
    const row = await db.scheduleState.findUnique({ where: { scheduleId } });
    return row === null ? undefined : stateRow.parse(row);
  };

  return {
    find,

    async ofUser(userId: string | undefined): Promise<ScheduleState[]> {
      const where = userId === undefined ? { kind: { not: 'job' } } : { userId };
      const rows = await db.scheduleState.findMany({ where, orderBy: { scheduleId: 'asc' } });
      return rows.map((row) => stateRow.parse(row));
    },

    all: async (): Promise<ScheduleState[]> =>
      (await db.scheduleState.findMany()).map((row) => stateRow.parse(row)),

    /** The state of a Schedule that is about to be made or changed; what it is due by is written down first. */
    async open(wanted: OpenSchedule): Promise<ScheduleState> {
      for (;;) {
        const found = await find(wanted.scheduleId);
        if (found !== undefined && isTimedLike(found, wanted)) return found;
        await db.$transaction((tx) => writeTiming(tx, wanted, { found, at: clock.now() }));
      }
    },

    /** Answers false when there is no such Schedule. */
    askPause: (scheduleId: string, asking: Asking): Promise<boolean> =>
      db.$transaction((tx) => ask(tx, scheduleId, { ...asking, what: 'paused', at: clock.now() })),

    askResume: (scheduleId: string, asking: Asking): Promise<boolean> =>
      db.$transaction((tx) => ask(tx, scheduleId, { ...asking, what: 'resumed', at: clock.now() })),

    /** False when the state has changed since it was read: then look again. */
    observe: (seen: Observation): Promise<boolean> =>
      db.$transaction((tx) => writeSeen(tx, seen, clock.now())),

    /** The Schedule is gone; what became of its due times stays. */
    async forget(scheduleIds: readonly string[]): Promise<void> {
      await db.scheduleState.deleteMany({ where: { scheduleId: { in: [...scheduleIds] } } });
    },
  };
}

const running = { paused: false, pausedBy: null, pauseReason: null, pausedAt: null };

const pauseColumns = (pause: Pause | null, at: Date) =>
  pause === null
    ? running
    : { paused: true, pausedBy: pause.by, pauseReason: pause.reason, pausedAt: at };

interface Ask extends Asking {
  readonly what: 'paused' | 'resumed';
  readonly at: Date;
}

async function ask(tx: DatabaseSession, scheduleId: string, asked: Ask): Promise<boolean> {
  const { what, at, by, reason } = asked;
  const { count } = await tx.scheduleState.updateMany({
    where: { scheduleId },
    data: {
      ...pauseColumns(what === 'paused' ? { by, reason } : null, at),
      pending: true,
      revision: { increment: 1 },
    },
  });
  if (count > 0) await addEvent(tx, scheduleId, asked);
  return count > 0;
}

async function writeSeen(tx: DatabaseSession, seen: Observation, at: Date): Promise<boolean> {
  const { scheduleId, revision, pause, by = 'outside' } = seen;
  const { count } = await tx.scheduleState.updateMany({
    where: { scheduleId, revision },
    data: {
      ...(pause === undefined ? {} : pauseColumns(pause, at)),
      ...(seen.settled === true ? { pending: false } : {}),
      ...(seen.appliedVersion === undefined ? {} : { appliedVersion: seen.appliedVersion }),
      revision: { increment: 1 },
    },
  });
  if (count > 0 && pause !== undefined) {
    await addEvent(
      tx,
      scheduleId,
      pause === null
        ? { what: 'resumed', at, by }
        : { what: 'paused', at: await pausedFrom(tx, seen, at), ...pause },
    );
  }
  return count > 0;
}

/** A pause from outside began before it was seen: due times nothing is known of yet are put down to it. */
async function pausedFrom(
  tx: DatabaseSession,
  { scheduleId, pause }: Observation,
  seenAt: Date,
): Promise<Date> {
  if (pause?.by !== 'outside') return seenAt;
  const last = await tx.scheduleEvent.findFirst({ where: { scheduleId }, orderBy: { at: 'desc' } });
  const state = await tx.scheduleState.findUniqueOrThrow({ where: { scheduleId } });
  return new Date(Math.max(state.accountedUntil.getTime(), last?.at.getTime() ?? 0));
}

interface Retiming {
  readonly found: ScheduleState | undefined;
  readonly at: Date;
}

async function writeTiming(
  tx: DatabaseSession,
  wanted: OpenSchedule,
  { found, at }: Retiming,
): Promise<void> {
  const isWritten =
    found === undefined ? await insert(tx, wanted, at) : await retime(tx, wanted, found.revision);
  if (isWritten) await addEvent(tx, wanted.scheduleId, timed(wanted, at));
}

const isTimedLike = (left: DueRule, right: DueRule): boolean =>
  left.timing === right.timing &&
  left.timeZone === right.timeZone &&
  left.spreadSeconds === right.spreadSeconds;

async function insert(tx: DatabaseSession, wanted: OpenSchedule, at: Date): Promise<boolean> {
  const { scheduleId, kind, userId, timing, timeZone, spreadSeconds } = wanted;
  const { count } = await tx.scheduleState.createMany({
    data: [
      {
        scheduleId,
        kind,
        userId,
        timing,
        timeZone,
        spreadSeconds,
        accountedUntil: at,
        createdAt: at,
      },
    ],
    skipDuplicates: true,
  });
  return count > 0;
}

async function retime(
  tx: DatabaseSession,
  { scheduleId, timing, timeZone, spreadSeconds }: OpenSchedule,
  revision: number,
): Promise<boolean> {
  const { count } = await tx.scheduleState.updateMany({
    where: { scheduleId, revision },
    data: { timing, timeZone, spreadSeconds, revision: { increment: 1 } },
  });
  return count > 0;
}

const timed = ({ timing, timeZone, spreadSeconds }: DueRule, at: Date): NewEvent => ({
  what: 'timed',
  at,
  by: 'settings',
  timing,
  timeZone,
  spreadSeconds,
});

interface NewEvent extends Partial<DueRule> {
  readonly what: 'timed' | 'paused' | 'resumed';
  readonly at: Date;
  readonly by: Pauser;
  readonly reason?: string | undefined;
  readonly actorId?: string | undefined;
}

async function addEvent(tx: DatabaseSession, scheduleId: string, event: NewEvent): Promise<void> {
  const { what, at, by, reason = null, actorId = null } = event;
  const { timing = null, timeZone = null, spreadSeconds = null } = event;
  await tx.scheduleEvent.create({
    data: { scheduleId, what, at, by, reason, actorId, timing, timeZone, spreadSeconds },
  });
}
