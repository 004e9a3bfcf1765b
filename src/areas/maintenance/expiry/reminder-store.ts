import { z } from 'zod';
import {
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import type { Expiring, Reminder } from './expiring.js';
import { ladder, type LadderStep } from './ladder.js';

const row = z.object({
  userId: z.string(),
  kind: z.string(),
  id: z.string(),
  expiresAt: z.date(),
  step: z.literal(ladder),
});

type Row = z.infer<typeof row>;

/** Answers the steps that were told of something and the end it has now. */
export type ToldOf = (of: Expiring) => readonly LadderStep[];

/** Who was reminded of what: once per thing, end, step and person. */
export const createReminderStore = ({ db }: { readonly db: Database }) => ({
  async told(all: readonly Expiring[]): Promise<ToldOf> {
    const ids = [...new Set(all.map(({ id }) => id))];
    const rows = await queryRows(
      db,
      row,
      sql`SELECT user_id AS "userId", subject_kind AS kind, subject_id AS id, expires_at AS "expiresAt", step
        FROM expiration_reminders WHERE subject_id = ANY(${ids}::text[])`,
    );
    const steps = groupBy(rows, nameOf);
    return (of) => (steps.get(nameOf(of)) ?? []).map(({ step }) => step);
  },

  /** Those that nobody else wrote down before or at the same moment. */
  async record(
    tx: DatabaseSession,
    reminders: readonly Reminder[],
    now: Date,
  ): Promise<readonly Reminder[]> {
    const fresh: Reminder[] = [];
    for (const reminder of reminders) {
      const { of, step } = reminder;
      const added =
        await tx.$executeRaw`INSERT INTO expiration_reminders (user_id, subject_kind, subject_id, expires_at, step, sent_at)
          VALUES (${of.userId}, ${of.kind}, ${of.id}, ${of.expiresAt}, ${step}, ${now}) ON CONFLICT DO NOTHING`;
      if (added > 0) fresh.push(reminder);
    }
    return fresh;
  },
});

const nameOf = ({ userId, kind, id, expiresAt }: Omit<Row, 'step'> | Expiring): string =>
  JSON.stringify([userId, kind, id, expiresAt]);
