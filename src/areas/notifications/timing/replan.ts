import { sql, unnestRows, type DatabaseSession } from '../../../platform/database/index.js';
import { replanDeliveries } from './plan-deliveries.js';

interface Person {
  readonly userId: string;
  readonly now: Date;
}

/** What waits already goes by what the person has chosen now. In their transaction. */
export async function replan(tx: DatabaseSession, person: Person): Promise<void> {
  const planned = await replanDeliveries(tx, person);
  if (planned.length === 0) return;
  const rows = planned.map(({ id, dueAt, gathered }) => ({ id, due_at: dueAt, gathered }));
  const plan = unnestRows({ id: 'text', due_at: 'timestamptz', gathered: 'bool' }, rows);
  await tx.$executeRaw(
    sql`UPDATE notification_deliveries d
      SET due_at = plan.due_at, next_attempt_at = plan.due_at, gathered = plan.gathered, batch_id = NULL
      FROM ${plan} AS plan
      WHERE d.id = plan.id AND d.status = 'pending' AND d.attempts = 0`,
  );
}
