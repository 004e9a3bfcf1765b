import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../platform/database/index.js';
import { nextDueTimes, parseTiming } from '../../platform/lib/timing.js';
import type { Pauser, ScheduleState } from './schedule-state.js';

/** Trouble a due time came to. */
export interface TickTrouble {
  readonly scheduleId: string;
  readonly scheduledAt: Date;
  readonly outcome: 'missed' | 'skipped';
  readonly why: string | null;
}

export interface ScheduleSummary {
  readonly total: number;
  readonly running: number;
  /** By who paused them; nobody is left out. */
  readonly paused: Readonly<Record<Pauser, number>>;
  readonly next: { readonly scheduleId: string; readonly at: Date } | null;
  readonly lastError: TickTrouble | null;
}

const troubleRow = z.object({
  scheduleId: z.string(),
  scheduledAt: z.date(),
  outcome: z.enum(['missed', 'skipped']),
  why: z.string().nullable(),
});

/** How personal schedules stand, as far as is known; of one person, or of everybody. */
export async function summarise(
  db: Database,
  states: readonly ScheduleState[],
  { now, userId }: { readonly now: Date; readonly userId: string | undefined },
): Promise<ScheduleSummary> {
  const running = states.filter(({ pause }) => pause === null);
  const paused: Record<Pauser, number> = {
    person: 0,
    operator: 0,
    connection: 0,
    outside: 0,
    settings: 0,
    account: 0,
    process: 0,
    cron: 0,
  };
  for (const { pause } of states) if (pause !== null) paused[pause.by] += 1;
  const [next] = running
    .flatMap((state) => nextOf(state, now))
    .sort((left, right) => left.at.getTime() - right.at.getTime());
  const [lastError] = await lastTrouble(db, userId);
  return {
    total: states.length,
    running: running.length,
    paused,
    next: next ?? null,
    lastError: lastError ?? null,
  };
}

function nextOf(state: ScheduleState, now: Date) {
  const { scheduleId, timing, timeZone, spreadSeconds } = state;
  const parsed = parseTiming(timing, timeZone);
  if (parsed.kind === 'faulty') return [];
  const [at] = nextDueTimes({ timing: parsed.timing, spreadSeconds }, now, 1);
  return at === undefined ? [] : [{ scheduleId, at }];
}

/** Being told to wait, switched off or overtaken is no trouble. */
const lastTrouble = (db: Database, userId: string | undefined) =>
  queryRows(
    db,
    troubleRow,
    sql`SELECT t.schedule_id AS "scheduleId", t.scheduled_at AS "scheduledAt", t.outcome, t.why
      FROM schedule_states s CROSS JOIN LATERAL (
        SELECT * FROM schedule_ticks WHERE schedule_id = s.schedule_id AND (outcome = 'missed'
          OR outcome = 'skipped' AND why NOT IN ('disabled', 'account-disabled', 'rate-limited', 'overlap'))
        ORDER BY scheduled_at DESC LIMIT 1) t
      WHERE s.kind <> 'job' ${userId === undefined ? emptySql : sql`AND s.user_id = ${userId}`}
      ORDER BY t.scheduled_at DESC LIMIT 1`,
  );
