import type { Clock } from '../../platform/lib/clock.js';
import type { Database, DatabaseSession } from '../../platform/database/index.js';
import type { ScheduleEvent, ScheduleState } from './schedule-state.js';
import type { Tick, TickStore } from './tick-store.js';
import { dueTimesOf, pauserAt, readTimeline } from './timeline.js';

export interface AccountDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly ticks: TickStore;
  /** Told of gaps in the transaction that writes them down. */
  readonly onMissed: (tx: DatabaseSession, missed: MissedTicks) => Promise<void>;
}

export interface MissedTicks {
  readonly scheduleId: string;
  /** Null for jobs. */
  readonly userId: string | null;
  readonly count: number;
  /** The first of them. */
  readonly since: Date;
}

/** What Temporal knows of a Schedule. */
export interface ServerFacts {
  /** Since the Schedule was made. */
  readonly skippedOverlap: number;
  readonly missedCatchup: number;
  /** What became of the workflow of a due time. */
  readonly fateOf: (due: Date) => Promise<'open' | 'closed' | 'none'>;
}

export interface Accounted {
  readonly due: number;
  readonly paused: number;
  readonly skipped: number;
  readonly missed: number;
}

/** A due time this young may still get its tick, unless it is paused. */
const settleMs = 5 * 60_000;
/** In one pass; the next goes on from there. */
const dueAtOnce = 2_000;
/** After that long nobody waits for a tick that is still open. */
const patienceMs = 24 * 60 * 60_000;

const nothing: Accounted = { due: 0, paused: 0, skipped: 0, missed: 0 };

/**
 * Writes down what became of the due times since the last look that have no tick of their own, and where the next look begins.
 * Safe with many processes: the one that wrote first counts.
 */
export async function accountTicks(
  deps: AccountDeps,
  state: ScheduleState,
  askServer: () => Promise<ServerFacts>,
): Promise<Accounted> {
  const { scheduleId, accountedUntil: after } = state;
  const now = deps.clock.now();
  const settled = new Date(now.getTime() - settleMs);
  const timeline = await readTimeline(deps.db, scheduleId, { after, until: now });
  const all = dueTimesOf(timeline, { after, until: now, limit: dueAtOnce });
  const known = await tickedAmong(deps, scheduleId, all);
  const isTicked = (time: Date): boolean => known.has(time.getTime());
  const isToCome = (time: Date): boolean =>
    time > settled && !isTicked(time) && pauserAt(timeline, time) === undefined;
  const due = before(all, isToCome);
  const last = due.at(-1);
  if (last === undefined) return nothing;
  const horizon = last > settled || due.length === dueAtOnce ? last : settled;
  const gaps = due.filter((time) => !isTicked(time));
  // Most of the time there are none, and nobody is asked.
  const server = gaps.length === 0 ? undefined : await askServer();
  const found =
    server === undefined
      ? { ticks: [], openAt: undefined }
      : await explain(gaps, { state, server, timeline, now: now.getTime() });
  const reached = found.openAt === undefined ? horizon : new Date(found.openAt.getTime() - 1);
  return write(deps, { state, server, ticks: found.ticks, reached, due: due.length });
}

async function tickedAmong(
  { ticks }: AccountDeps,
  scheduleId: string,
  due: readonly Date[],
): Promise<ReadonlySet<number>> {
  const [first, last] = [due[0], due.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const found = await ticks.between(scheduleId, new Date(first.getTime() - 1), last);
  return new Set(found.map(Number));
}

/** Those that come before the first of which this holds. */
function before<T>(all: readonly T[], isEnd: (one: T) => boolean): readonly T[] {
  const end = all.findIndex(isEnd);
  return end === -1 ? all : all.slice(0, end);
}

interface Explaining {
  readonly state: ScheduleState;
  readonly server: ServerFacts;
  readonly timeline: readonly ScheduleEvent[];
  readonly now: number;
}

interface Explained {
  readonly ticks: readonly Tick[];
  /** The first due time whose tick is under way: nothing is said of it or what comes after. */
  readonly openAt: Date | undefined;
}

async function explain(gaps: readonly Date[], explaining: Explaining): Promise<Explained> {
  const { state, server, timeline, now } = explaining;
  const left = {
    overlap: Math.max(0, server.skippedOverlap - state.overlapSeen),
    catchup: Math.max(0, server.missedCatchup - state.missedSeen),
  };
  const ticks: Tick[] = [];
  for (const scheduledAt of gaps) {
    const tick = { scheduleId: state.scheduleId, scheduledAt };
    const pauser = pauserAt(timeline, scheduledAt);
    if (pauser !== undefined) {
      ticks.push({ ...tick, outcome: 'paused', why: pauser });
      continue;
    }
    const fate = await server.fateOf(scheduledAt);
    if (fate === 'open' && now - scheduledAt.getTime() < patienceMs) {
      return { ticks, openAt: scheduledAt };
    }
    ticks.push({ ...tick, ...gapOf(fate, left) });
  }
  return { ticks, openAt: undefined };
}

/** The server counts what it let go, but not which: the counts are used up oldest first. */
function gapOf(
  fate: 'open' | 'closed' | 'none',
  left: { overlap: number; catchup: number },
): Pick<Tick, 'outcome' | 'why'> {
  if (fate !== 'none') return { outcome: 'missed', why: 'tick-failed' };
  if (left.overlap > 0) {
    left.overlap -= 1;
    return { outcome: 'skipped', why: 'overlap' };
  }
  if (left.catchup > 0) {
    left.catchup -= 1;
    return { outcome: 'missed', why: 'too-late' };
  }
  return { outcome: 'missed', why: 'not-fired' };
}

interface Writing {
  readonly state: ScheduleState;
  readonly server: ServerFacts | undefined;
  readonly ticks: readonly Tick[];
  readonly reached: Date;
  readonly due: number;
}

async function write(deps: AccountDeps, writing: Writing): Promise<Accounted> {
  const { state, server, ticks, reached, due } = writing;
  const { scheduleId, userId, accountedUntil } = state;
  const count = (outcome: string): number =>
    ticks.filter((tick) => tick.outcome === outcome).length;
  const missed = ticks.filter(({ outcome }) => outcome === 'missed');
  return deps.db.$transaction(async (tx) => {
    const moved = await tx.scheduleState.updateMany({
      where: { scheduleId, accountedUntil },
      data: {
        accountedUntil: reached,
        ...(server === undefined
          ? {}
          : { overlapSeen: server.skippedOverlap, missedSeen: server.missedCatchup }),
      },
    });
    if (moved.count === 0) return nothing;
    await tx.scheduleTick.createMany({ data: [...ticks], skipDuplicates: true });
    const [first] = missed;
    if (first !== undefined) {
      const since = first.scheduledAt;
      await deps.onMissed(tx, { scheduleId, userId, count: missed.length, since });
    }
    return {
      due,
      paused: count('paused'),
      skipped: count('skipped'),
      missed: missed.length,
    };
  });
}
