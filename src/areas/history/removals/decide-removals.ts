import { episodeState } from '../../../upstream/bangumi/index.js';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../../platform/lib/clock.js';
import {
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { Audit } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import type { SettingsStore } from '../settings-store.js';
import { expireQuestions } from './expire-questions.js';
import { guardOf, reasonToAsk, type QuestionReason, type RemovalGuard } from './removal.js';

export interface DecideRemovalsDeps {
  readonly db: Database;
  readonly settings: SettingsStore;
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

/** How long a person may think about it; then the marks stay. */
const expiresAfter = 14 * 24 * 60 * 60 * 1000;

/**
 * Decides what becomes of the marks of plays that are gone, by the person's policy; answers how many are to be taken away.
 * One transaction; safe to repeat: what is decided stays decided, and a run asks once.
 */
export async function decideRemovals(
  deps: DecideRemovalsDeps,
  run: OfRun,
): Promise<{ readonly due: number }> {
  const { db, settings, clock } = deps;
  await expireQuestions(deps, run.userId);
  const guard = guardOf(await settings.read(run.userId));
  const due = await db.$transaction((tx) => decide(tx, run, { guard, now: clock.now() }));
  // Also when the attempt that asked did not come to tell it.
  const asked = await db.removalQuestion.findFirst({ where: { ...run, state: 'open' } });
  if (asked !== null) await tell(deps, run, asked);
  return { due };
}

interface Deciding {
  readonly guard: RemovalGuard;
  readonly now: Date;
}

const count = z.object({ count: z.int() });

async function decide(
  tx: DatabaseSession,
  { userId, runId }: OfRun,
  { guard, now }: Deciding,
): Promise<number> {
  const countOf = async (decision: string | null): Promise<number> => {
    const [row] = await queryRows(
      tx,
      count,
      sql`SELECT count(*)::int AS count FROM removals WHERE user_id = ${userId} AND decision IS NOT DISTINCT FROM ${decision}`,
    );
    return row?.count ?? 0;
  };
  // Two runs of one person never overlap; a repeated one may.
  await tx.$executeRaw`SELECT 1 FROM removals WHERE user_id = ${userId} AND decision IS NULL ORDER BY play_id FOR UPDATE`;
  await tx.$executeRaw`DELETE FROM removals r USING plays p WHERE p.id = r.play_id AND r.user_id = ${userId} AND p.state <> 'removed'`;
  // What was due and could not be taken away is looked at again: much may have changed since.
  await tx.$executeRaw`UPDATE removals r SET run_id = ${runId}::uuid, decision = CASE
      WHEN ${guard.policy} = 'keep' AND r.question_id IS NULL THEN 'kept'
      WHEN EXISTS (SELECT 1 FROM plays p WHERE p.user_id = r.user_id AND p.subject_id = r.subject_id
        AND coalesce(p.episode_id, 0) = r.episode_id AND p.state <> 'removed') THEN 'still-watched'
      WHEN NOT EXISTS (SELECT 1 FROM marks m WHERE m.user_id = r.user_id AND m.subject_id = r.subject_id
        AND m.episode_id = r.episode_id AND m.after = ${episodeState.done} AND m.outcome IS NULL) THEN 'not-ours' ELSE r.decision END
    WHERE user_id = ${userId} AND (decision IS NULL OR decision = 'due')`;
  const due = await countOf(null);
  const [{ count: proven } = { count: 0 }] = await queryRows(
    tx,
    count,
    sql`SELECT count(*)::int AS count FROM plays WHERE user_id = ${userId} AND state = 'proven'`,
  );
  const reason = due === 0 ? null : reasonToAsk(guard, { due, proven: proven + due });
  const questionId =
    reason === null
      ? null
      : await ask(tx, { userId, runId }, { reason, plays: due, proven: proven + due, now });
  await tx.$executeRaw`UPDATE removals SET decision = ${questionId === null ? 'due' : 'waiting'},
    question_id = ${questionId}::uuid, run_id = ${runId}::uuid WHERE user_id = ${userId} AND decision IS NULL`;
  return countOf('due');
}

interface Asking {
  readonly reason: QuestionReason;
  readonly plays: number;
  readonly proven: number;
  readonly now: Date;
}

/** What is asked about already is asked about together with what is new, for as long again. */
async function ask(
  tx: DatabaseSession,
  { userId, runId }: OfRun,
  { reason, plays, proven, now }: Asking,
): Promise<string> {
  const expiresAt = new Date(now.getTime() + expiresAfter);
  const open = await tx.removalQuestion.findFirst({ where: { userId, state: 'open' } });
  const id = open?.id ?? randomUUID();
  const all = plays + (open?.plays ?? 0);
  const facts = { runId, reason, plays: all, proven, expiresAt };
  await tx.removalQuestion.upsert({
    where: { id },
    create: { id, userId, askedAt: now, ...facts },
    update: facts,
  });
  return id;
}

async function tell(
  { notifications, audit }: DecideRemovalsDeps,
  { userId, runId }: OfRun,
  {
    id,
    reason,
    plays,
    expiresAt,
  }: {
    readonly id: string;
    readonly reason: string;
    readonly plays: number;
    readonly expiresAt: Date;
  },
): Promise<void> {
  const data = { questionId: id, count: plays, expiresAt: expiresAt.toISOString() };
  await notifications.notify({ userId, event: 'removals.asked', dedupeKey: runId, data });
  await audit.record({
    actor: { kind: 'system', name: 'history sync' },
    action: 'removal.asked',
    target: { kind: 'removal-question', id },
    outcome: 'done',
    detail: { of: userId, run: runId, reason, plays },
    once: `removal/${id}/${runId}`,
  });
}
