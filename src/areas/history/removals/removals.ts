import { z } from 'zod';
import { NotFoundError } from '../../../platform/lib/errors.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import { emptySql, queryRows, sql, type Sql } from '../../../platform/database/index.js';
import { parsePlayPlace } from '../ledger/play-place.js';
import { runItem, runItemColumns, type RunItem } from '../ledger/run-item.js';
import { decideRemovals, type DecideRemovalsDeps } from './decide-removals.js';
import { expireQuestions } from './expire-questions.js';
import {
  questionReasons,
  questionStates,
  removalDecisions,
  type QuestionState,
  type RemovalDecision,
  type RemovalQuestion,
} from './removal.js';

/** The person has answered it, or did not in time. */
export class QuestionAnsweredError extends Error {
  override readonly name = 'QuestionAnsweredError';
  constructor(readonly state: QuestionState) {
    super(`The question is ${state} already.`);
  }
}

export interface RemovedItem extends RunItem {
  readonly decision: RemovalDecision;
}

export interface Answering {
  readonly userId: string;
  readonly questionId: string;
  /** `key:<id>` or `session:<id>`. */
  readonly by: string;
}

export type Removals = ReturnType<typeof createRemovals>;

const question: z.ZodType<RemovalQuestion> = z.object({
  id: z.string(),
  runId: z.string(),
  reason: z.enum(questionReasons),
  plays: z.int(),
  proven: z.int(),
  state: z.enum(questionStates),
  askedAt: z.date(),
  expiresAt: z.date(),
  decidedAt: z.date().nullable(),
});
const columns = sql`id::text, run_id::text AS "runId", reason, plays, proven, state, asked_at AS "askedAt",
  expires_at AS "expiresAt", decided_at AS "decidedAt"`;
const item = runItem.extend({ decision: z.enum(removalDecisions) });

/** Plays that are gone from their source, and what becomes of their marks. */
export const createRemovals = (deps: DecideRemovalsDeps) => ({
  decide: (run: { readonly userId: string; readonly runId: string }) => decideRemovals(deps, run),

  /** Whether marks wait to be taken away, or to be decided about, because the run that found them gone was stopped. */
  async hasDue(userId: string): Promise<boolean> {
    const where = { userId, OR: [{ decision: 'due' }, { decision: null }] };
    return (await deps.db.removal.findFirst({ where })) !== null;
  },

  /** Plays whose marks are to be taken away and are not yet. */
  countDue: (userId: string): Promise<number> =>
    deps.db.removal.count({ where: { userId, decision: 'due' } }),

  /** Throws NotFoundError. */
  find: (userId: string, questionId: string) => findQuestion(deps, userId, questionId),

  /** Newest first. Throws InputError for a cursor that is not ours. */
  async list(
    userId: string,
    { state, limit, cursor }: PageWish & { readonly state?: QuestionState | undefined },
  ): Promise<Page<RemovalQuestion>> {
    await expireQuestions(deps, userId);
    const after = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
    const where = sql`user_id = ${userId} ${state === undefined ? emptySql : sql`AND state = ${state}`}
      ${after === undefined ? emptySql : sql`AND (asked_at, id) < (${after.at}, ${after.id}::uuid)`}`;
    return toPage(await questionsWhere(deps, where, limit + 1), limit, {
      place: ({ askedAt, id }) => ({ at: askedAt, id }),
      item: (row) => row,
    });
  },

  /** The plays it is about, in the order they were observed. Throws NotFoundError, InputError. */
  async items(userId: string, questionId: string, wish: PageWish): Promise<Page<RemovedItem>> {
    const { id } = await findQuestion(deps, userId, questionId);
    return itemsOf(deps, id, wish);
  },

  answer: (answering: Answering, answer: 'approved' | 'declined') =>
    answerQuestion(deps, answering, answer),
});

async function findQuestion(
  deps: DecideRemovalsDeps,
  userId: string,
  questionId: string,
): Promise<RemovalQuestion> {
  await expireQuestions(deps, userId);
  const [found] = z.uuid().safeParse(questionId).success
    ? await questionsWhere(deps, sql`user_id = ${userId} AND id = ${questionId}::uuid`, 1)
    : [];
  if (found === undefined) throw new NotFoundError('You were not asked such a question.');
  return found;
}

const questionsWhere = (
  { db }: DecideRemovalsDeps,
  where: Sql,
  limit: number,
): Promise<RemovalQuestion[]> =>
  queryRows(
    db,
    question,
    sql`SELECT ${columns} FROM removal_questions WHERE ${where} ORDER BY asked_at DESC, id DESC LIMIT ${limit}`,
  );

async function itemsOf(
  { db }: DecideRemovalsDeps,
  questionId: string,
  { limit, cursor }: PageWish,
): Promise<Page<RemovedItem>> {
  const after = cursor === undefined ? undefined : parsePlayPlace(cursor);
  const rows = await queryRows(
    db,
    item,
    sql`SELECT ${runItemColumns}, r.decision FROM removals r JOIN plays p ON p.id = r.play_id
        LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
      WHERE r.question_id = ${questionId}::uuid
        ${after === undefined ? emptySql : sql`AND (p.observed_at, p.id) > (${after.at}, ${after.id}::int8)`}
      ORDER BY p.observed_at, p.id LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit, {
    place: ({ observedAt, id }) => ({ at: observedAt, id }),
    item: (row) => row,
  });
}

/** One statement; the same answer again is the same. Throws NotFoundError, QuestionAnsweredError where it was answered otherwise. */
async function answerQuestion(
  deps: DecideRemovalsDeps,
  { userId, questionId, by }: Answering,
  answer: 'approved' | 'declined',
): Promise<RemovalQuestion> {
  const { id } = await findQuestion(deps, userId, questionId);
  await deps.db.$executeRaw`WITH told AS (
      UPDATE removal_questions SET state = ${answer}, decided_at = ${deps.clock.now()}, decided_by = ${by}
      WHERE id = ${id}::uuid AND state = 'open' RETURNING id)
    UPDATE removals r SET decision = ${answer === 'approved' ? 'due' : 'declined'} FROM told
      WHERE r.question_id = told.id AND r.decision = 'waiting'`;
  const now = await findQuestion(deps, userId, id);
  if (now.state !== answer) throw new QuestionAnsweredError(now.state);
  return now;
}
