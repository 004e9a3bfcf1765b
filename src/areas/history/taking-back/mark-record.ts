import { episodeState } from '../../../upstream/bangumi/index.js';
import { z } from 'zod';
import {
  queryRows,
  sql,
  unnestRows,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import { listMarks, type RunMarkFilter } from './list-marks.js';
import {
  keptMark,
  type KeptMark,
  type Mark,
  type MarkedSubject,
  type MarkOutcome,
} from './mark.js';
import { leaveOut, proveAgain } from './undone.js';

export type MarkRecord = ReturnType<typeof createMarkRecord>;

/** Which marks are to be taken back: all of one run, or those of plays that are gone from their source. */
export type TakingBack = { readonly undoes: string } | 'removals';

/** What runs set on Bangumi, with what was there before. */
export const createMarkRecord = ({ db }: { readonly db: Database }) => ({
  ...keeping(db),
  ...takingBack(db),
});

function keeping(db: Database) {
  return {
    /**
     * Before anything is sent. Safe to repeat. What a run sets a second time keeps what was there before the first, unless
     * somebody has set it otherwise between. A mark that was then not sent does no harm: it is taken back only where Bangumi
     * shows it.
     */
    async intend(
      { userId, runId, subjectId }: MarkedSubject,
      marks: readonly Mark[],
    ): Promise<void> {
      if (marks.length === 0) return;
      const rows = marks.map(({ episodeId, before, after }) => ({
        episode_id: episodeId,
        before,
        after,
      }));
      await db.$executeRaw`INSERT INTO marks AS old (user_id, run_id, subject_id, episode_id, before, after)
        SELECT DISTINCT ON (episode_id) ${userId}, ${runId}::uuid, ${subjectId}::int4, new.* FROM ${unnestRows(markColumns, rows)} AS new
        ON CONFLICT (run_id, subject_id, episode_id) DO UPDATE SET after = excluded.after,
          before = CASE WHEN excluded.before = old.after THEN old.before ELSE excluded.before END`;
    },

    /** What came of taking a run back; `open`: not yet. */
    outcomes: async (runId: string): Promise<Readonly<Record<string, number>>> => {
      const rows = await queryRows(
        db,
        z.object({ outcome: z.string(), marks: z.int() }),
        sql`SELECT coalesce(outcome, 'open') AS outcome, count(*)::int AS marks FROM marks WHERE run_id = ${runId}::uuid GROUP BY 1`,
      );
      return Object.fromEntries(rows.map(({ outcome, marks }) => [outcome, marks]));
    },

    list: (runId: string, filter: RunMarkFilter) => listMarks(db, runId, filter),
  };
}

function takingBack(db: Database) {
  return {
    /** Ascending, after a given one. */
    async subjectsToTakeBack(
      { userId, taking }: { readonly userId: string; readonly taking: TakingBack },
      { after, limit }: { readonly after: number; readonly limit: number },
    ): Promise<number[]> {
      const rows = await queryRows(
        db,
        z.object({ subjectId: z.int() }),
        sql`SELECT DISTINCT subject_id AS "subjectId" FROM ${openOf(userId, taking)} AS m
          WHERE subject_id > ${after} ORDER BY 1 LIMIT ${limit}`,
      );
      return rows.map(({ subjectId }) => subjectId);
    },

    /** Those that nobody set again since; what this run itself wrote while it takes back does not count. */
    async toTakeBack({ userId, runId, subjectId }: MarkedSubject, taking: TakingBack) {
      return queryRows(
        db,
        keptMark,
        sql`SELECT id, episode_id AS "episodeId", before, after FROM ${openOf(userId, taking)} AS m
          WHERE subject_id = ${subjectId} AND NOT ${isSetAgain(runId, taking)} ORDER BY episode_id`,
      );
    },

    /** Of an undo: what a later run has set since stays, until that one is undone. */
    async leaveWhatWasSetAgain(
      { userId, runId }: Omit<MarkedSubject, 'subjectId'>,
      undoes: string,
    ): Promise<void> {
      await db.$executeRaw`UPDATE marks AS m SET outcome_run_id = ${runId}::uuid,
          outcome = CASE WHEN ${isSetAgain(runId, { undoes })} THEN 'set-again' END
        WHERE m.user_id = ${userId} AND m.run_id = ${undoes}::uuid AND (m.outcome IS NULL OR m.outcome = 'set-again')`;
    },

    /**
     * Before anything is taken back, for an undo that is not heard of again once it has written: what it is about to take away is
     * proven no more. One transaction, safe to repeat.
     */
    leaveOut: (of: MarkedSubject, back: readonly KeptMark[]): Promise<void> =>
      inOne(db, leaveOut(of, back)),

    /** What Bangumi shows as the run set it, though it was to be taken back. */
    proveAgain: (of: MarkedSubject, kept: readonly KeptMark[]): Promise<void> =>
      inOne(db, proveAgain(of, kept, 'after')),

    /** One transaction: the marks, and where the plays and wishes stand that they proved. Safe to repeat. */
    async settle(
      of: MarkedSubject,
      settled: readonly Settled[],
      taking: TakingBack,
    ): Promise<void> {
      if (settled.length === 0) return;
      const ids = (outcome: MarkOutcome) =>
        settled.filter((one) => one.outcome === outcome).map(({ mark }) => mark.id);
      await db.$transaction(async (tx) => {
        for (const outcome of new Set(settled.map((one) => one.outcome)))
          await tx.$executeRaw`UPDATE marks SET outcome = ${outcome}, outcome_run_id = ${of.runId}::uuid
            WHERE id = ANY(${ids(outcome)}::int8[])`;
        const back = settled.flatMap(({ mark, outcome }) =>
          outcome === 'taken-back' ? [mark] : [],
        );
        const statements =
          taking === 'removals'
            ? [removalsOf(of, settled)]
            : [...leaveOut(of, back), ...proveAgain(of, back, 'before')];
        for (const statement of statements) await tx.$executeRaw(statement);
      });
    },
  };
}

async function inOne(db: Database, statements: readonly Sql[]): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const statement of statements) await tx.$executeRaw(statement);
  });
}

export interface Settled {
  readonly mark: KeptMark;
  readonly outcome: MarkOutcome;
}

const markColumns = { episode_id: 'int4', before: 'int4', after: 'int4' } as const;

const isSetAgain = (runId: string, taking: TakingBack) => sql`EXISTS (SELECT 1 FROM marks later
  WHERE later.user_id = m.user_id AND later.subject_id = m.subject_id AND later.episode_id = m.episode_id AND later.id > m.id
    AND later.run_id <> ${runId}::uuid AND (later.outcome IS NULL OR later.outcome = 'set-again')
    ${taking === 'removals' ? sql`AND later.after = ${episodeState.done}` : sql`AND NOT ${isOfItsUndo} AND NOT ${cancelsOut}`})`;

/** What an undo that did not come to its end meant to set: where it did set it, Bangumi shows what was there before. */
const isOfItsUndo = sql`EXISTS (SELECT 1 FROM sync_runs r WHERE r.id = later.run_id AND r.undoes = m.run_id)`;

/** A later mark that took back another one, itself later than the one in question: both are as if they had never been. */
const cancelsOut = sql`EXISTS (SELECT 1 FROM marks took JOIN sync_runs r ON r.id = took.run_id
  WHERE took.user_id = m.user_id AND took.subject_id = m.subject_id AND took.episode_id = m.episode_id AND took.id > m.id
    AND took.outcome = 'taken-back' AND took.outcome_run_id = later.run_id AND r.undoes IS NULL)`;

/** Of a removal the latest mark that still stands; what an earlier run only meant to take away is none. */
const openOf = (userId: string, taking: TakingBack) =>
  taking === 'removals'
    ? sql`(SELECT * FROM marks o WHERE o.user_id = ${userId} AND o.after = ${episodeState.done} AND o.outcome IS NULL AND EXISTS (SELECT 1 FROM removals r
        WHERE r.user_id = o.user_id AND r.subject_id = o.subject_id AND r.episode_id = o.episode_id AND r.decision = 'due'))`
    : sql`(SELECT * FROM marks WHERE user_id = ${userId} AND run_id = ${taking.undoes}::uuid AND outcome IS NULL)`;

function removalsOf({ userId, runId, subjectId }: MarkedSubject, settled: readonly Settled[]) {
  const outcomes = settled.map(({ outcome }) => (outcome === 'taken-back' ? 'unmarked' : outcome));
  return sql`UPDATE removals r SET decision = s.outcome, run_id = ${runId}::uuid
    FROM unnest(${settled.map(({ mark }) => mark.episodeId)}::int4[], ${outcomes}::text[]) AS s(episode_id, outcome)
    WHERE r.user_id = ${userId} AND r.subject_id = ${subjectId} AND r.episode_id = s.episode_id AND r.decision = 'due'`;
}
