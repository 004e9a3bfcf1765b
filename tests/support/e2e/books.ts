import pg from 'pg';
import { z } from 'zod';
import { runningEmbeddedPostgres } from '../../../src/runtime/index.js';
import { eventually } from '../eventually.js';
import type { Tick } from './account.js';
import type { Person } from './person.js';

const minuteMs = 60_000;
/** Jitter, and the way to a tick. */
const lateMs = 30_000;

interface DueTimes {
  /** Every minute since the first, oldest first, with what became of it. */
  readonly due: readonly (readonly [string, readonly string[]])[];
  /** How often the schedule was run out of turn. */
  readonly others: number;
}

/** Waits until every due time of a schedule of a minute has come to something. */
export function everyDueTime(person: Person): Promise<DueTimes> {
  const span = { first: Date.parse(person.firstDue()), until: Date.now() - lateMs };
  return eventually(
    async () => {
      const times = sort(await person.account.ticks(), span);
      return times.due.every(([, outcomes]) => outcomes.length > 0) ? times : undefined;
    },
    'an outcome of every due time',
    lateMs,
  );
}

function sort(
  ticks: readonly Tick[],
  { first, until }: { readonly first: number; readonly until: number },
): DueTimes {
  const count = Math.max(0, Math.floor((until - first) / minuteMs) + 1);
  const due = Array.from({ length: count }, (_, index) => {
    const at = new Date(first + index * minuteMs).toISOString();
    return [at, ticks.filter((tick) => tick.at === at).map(({ outcome }) => outcome)] as const;
  });
  const isDue = ({ at }: Tick): boolean =>
    Date.parse(at) >= first && (Date.parse(at) - first) % minuteMs === 0;
  return { due, others: ticks.filter((tick) => !isDue(tick)).length };
}

const auditRow = z.object({
  actor: z.string().nullable(),
  action: z.string(),
  outcome: z.string(),
});

/** The audit log, which no API shows: `who action outcome`. */
export async function auditLog(dataDir: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: await runningEmbeddedPostgres(dataDir) });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(
      'SELECT actor_id AS actor, action, outcome FROM audit_logs ORDER BY id',
    );
    return rows.map((row) => {
      const { actor, action, outcome } = auditRow.parse(row);
      return `${actor ?? 'nobody'} ${action} ${outcome}`;
    });
  } finally {
    await client.end();
  }
}
