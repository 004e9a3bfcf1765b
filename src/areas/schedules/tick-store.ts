import { z } from 'zod';
import { queryRows, sql, emptySql, type Database } from '../../platform/database/index.js';
import { InputError } from '../../platform/lib/errors.js';
import { cursorTime } from '../../platform/lib/storable-time.js';

/** What a due time can come to. `paused` and `missed` are found out afterwards, the others are written by the tick itself. */
export const tickOutcomes = ['ran', 'joined', 'unchanged', 'skipped', 'paused', 'missed'] as const;
export type TickOutcome = (typeof tickOutcomes)[number];
const outcome = z.enum(tickOutcomes);

export interface Tick {
  readonly scheduleId: string;
  /** Without jitter. */
  readonly scheduledAt: Date;
  readonly outcome: TickOutcome;
  readonly why: string | null;
}

export interface TickPage {
  readonly items: readonly Tick[];
  readonly nextCursor: string | null;
}

const tickRow = z.object({
  scheduleId: z.string(),
  scheduledAt: z.date(),
  outcome,
  why: z.string().nullable(),
});

const columns = sql`schedule_id AS "scheduleId", scheduled_at AS "scheduledAt", outcome, why`;

export type TickStore = ReturnType<typeof createTickStore>;

/** What became of each due time. */
export function createTickStore({ db }: { readonly db: Database }) {
  return {
    /** The first word of a tick counts; it is believed over what was reckoned without it (a late tick, a backfill). */
    async record({ scheduleId, scheduledAt, outcome: what, why }: Tick): Promise<void> {
      await db.$executeRaw`
        INSERT INTO schedule_ticks (schedule_id, scheduled_at, outcome, why)
        VALUES (${scheduleId}, ${scheduledAt}, ${what}, ${why})
        ON CONFLICT (schedule_id, scheduled_at) DO UPDATE
          SET outcome = excluded.outcome, why = excluded.why, recorded_at = now()
          WHERE schedule_ticks.outcome IN ('missed', 'paused')`;
    },

    async latest(scheduleId: string): Promise<Tick | null> {
      const [row] = await queryRows(
        db,
        tickRow,
        sql`SELECT ${columns} FROM schedule_ticks WHERE schedule_id = ${scheduleId}
          ORDER BY scheduled_at DESC LIMIT 1`,
      );
      return row ?? null;
    },

    /** Newest first. Throws InputError for a cursor that is not ours. */
    async page(
      scheduleId: string,
      { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
    ): Promise<TickPage> {
      const before =
        cursor === undefined ? emptySql : sql`AND scheduled_at < ${fromCursor(cursor)}`;
      const rows = await queryRows(
        db,
        tickRow,
        sql`SELECT ${columns} FROM schedule_ticks WHERE schedule_id = ${scheduleId} ${before}
          ORDER BY scheduled_at DESC LIMIT ${limit + 1}`,
      );
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const isMore = rows.length > limit && last !== undefined;
      return { items, nextCursor: isMore ? toCursor(last.scheduledAt) : null };
    },

    async between(scheduleId: string, after: Date, until: Date): Promise<Date[]> {
      const rows = await db.scheduleTick.findMany({
        where: { scheduleId, scheduledAt: { gt: after, lte: until } },
        select: { scheduledAt: true },
      });
      return rows.map(({ scheduledAt }) => scheduledAt);
    },
  };
}

const toCursor = (time: Date): string => Buffer.from(time.toISOString()).toString('base64url');

function fromCursor(cursor: string): Date {
  const parsed = cursorTime.safeParse(Buffer.from(cursor, 'base64url').toString());
  if (parsed.success) return new Date(parsed.data);
  throw new InputError('query', [
    { place: '/cursor', message: 'is not a cursor this service gave out; start again without it' },
  ]);
}
