import { z } from 'zod';
import {
  bulkInsert,
  emptySql,
  queryRows,
  sql,
  type Database,
} from '../../../platform/database/index.js';
import { doneType } from '../removals/removal.js';
import { listMarks, type RunMarkFilter } from './list-marks.js';
import { theCollection, type KeptMark, type Mark, type MarkOutcome } from './mark.js';

export type MarkRecord = ReturnType<typeof createMarkRecord>;

interface OfSubject {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
}

/** Which marks are to be taken back: all of one run, or those of plays that are gone from their source. */
export type TakingBack = { readonly undoes: string } | 'removals';

const keptMark: z.ZodType<KeptMark> = z.object({
  id: z.bigint(),
  episodeId: z.int(),
  before: z.int().nullable(),
  after: z.int(),
});

/** What runs set on Bangumi, with what was there before. */
export const createMarkRecord = ({ db }: { readonly db: Database }) => ({
  ...keeping(db),
  ...takingBack(db),
});

function keeping(db: Database) {
  return {
    /**
     * Before anything is sent. Safe to repeat: what was there before the run's first attempt stays written down. A mark that
     * was then not sent does no harm: it is taken back only where Bangumi shows it.
     */
    async intend({ userId, runId, subjectId }: OfSubject, marks: readonly Mark[]): Promise<void> {
      await bulkInsert(db, {
        table: 'marks',
        columns: markColumns,
        rows: marks.map(({ episodeId, before, after }) => ({
          user_id: userId,
          run_id: runId,
          subject_id: subjectId,
          episode_id: episodeId,
          before,
          after,
        })),
        onConflict: { target: ['run_id', 'subject_id', 'episode_id'] },
      });
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
    async toTakeBack({ userId, runId, subjectId }: OfSubject, taking: TakingBack) {
      return queryRows(
        db,
        keptMark,
        sql`SELECT id, episode_id AS "episodeId", before, after FROM ${openOf(userId, taking)} AS m
          WHERE subject_id = ${subjectId} AND NOT ${isSetAgain(runId, taking)} ORDER BY episode_id`,
      );
    },

    /** Of an undo: what a later run has set since stays. */
    async leaveWhatWasSetAgain(
      { userId, runId }: Omit<OfSubject, 'subjectId'>,
      undoes: string,
    ): Promise<void> {
      await db.$executeRaw`UPDATE marks AS m SET outcome = 'set-again', outcome_run_id = ${runId}::uuid
        WHERE m.user_id = ${userId} AND m.run_id = ${undoes}::uuid AND m.outcome IS NULL AND ${isSetAgain(runId, { undoes })}`;
    },

    /** One transaction: the marks, and where the plays stand that they proved. Safe to repeat. */
    async settle(of: OfSubject, settled: readonly Settled[], taking: TakingBack): Promise<void> {
      if (settled.length === 0) return;
      const ids = (outcome: MarkOutcome) =>
        settled.filter((one) => one.outcome === outcome).map(({ mark }) => mark.id);
      await db.$transaction(async (tx) => {
        for (const outcome of new Set(settled.map((one) => one.outcome)))
          await tx.$executeRaw`UPDATE marks SET outcome = ${outcome}, outcome_run_id = ${of.runId}::uuid
            WHERE id = ANY(${ids(outcome)}::int8[])`;
        const back = settled.filter(({ outcome }) => outcome === 'taken-back');
        if (taking === 'removals') await tx.$executeRaw(removalsOf(of, settled));
        else
          for (const statement of playsOf(
            of,
            back.map(({ mark }) => mark),
          ))
            await tx.$executeRaw(statement);
      });
    },
  };
}

export interface Settled {
  readonly mark: KeptMark;
  readonly outcome: MarkOutcome;
}

const markColumns = {
  user_id: 'text',
  run_id: 'uuid',
  subject_id: 'int4',
  episode_id: 'int4',
  before: 'int4',
  after: 'int4',
} as const;

const isSetAgain = (runId: string, taking: TakingBack) => sql`EXISTS (SELECT 1 FROM marks later
  WHERE later.user_id = m.user_id AND later.subject_id = m.subject_id AND later.episode_id = m.episode_id AND later.id > m.id
    AND later.run_id <> ${runId}::uuid AND later.outcome IS NULL ${taking === 'removals' ? sql`AND later.after = ${doneType}` : emptySql})`;

/** Of a removal the latest mark that still stands; what an earlier run only meant to take away is none. */
const openOf = (userId: string, taking: TakingBack) =>
  taking === 'removals'
    ? sql`(SELECT * FROM marks o WHERE o.user_id = ${userId} AND o.after = ${doneType} AND o.outcome IS NULL AND EXISTS (SELECT 1 FROM removals r
        WHERE r.user_id = o.user_id AND r.subject_id = o.subject_id AND r.episode_id = o.episode_id AND r.decision = 'due'))`
    : sql`(SELECT * FROM marks WHERE user_id = ${userId} AND run_id = ${taking.undoes}::uuid AND outcome IS NULL)`;

const done = 2;

/** Plays of what is no longer done are left out; of what is done again, because an undo was undone, they are proven again. */
function playsOf({ userId, runId, subjectId }: OfSubject, back: readonly KeptMark[]) {
  const isDone = ({ before }: KeptMark): boolean => before === done;
  const among = (
    marks: readonly KeptMark[],
  ) => sql`user_id = ${userId} AND subject_id = ${subjectId}
    AND coalesce(episode_id, ${theCollection}) = ANY(${marks.map(({ episodeId }) => episodeId)}::int4[])`;
  return [
    sql`UPDATE plays SET state = 'excluded', reason = 'undone', run_id = ${runId}::uuid, synced_at = NULL
      WHERE ${among(back.filter((mark) => !isDone(mark)))} AND state = 'proven'`,
    sql`UPDATE plays SET state = 'proven', reason = NULL, run_id = ${runId}::uuid, synced_at = now()
      WHERE ${among(back.filter(isDone))} AND state = 'excluded' AND reason = 'undone'`,
  ];
}

function removalsOf({ userId, runId, subjectId }: OfSubject, settled: readonly Settled[]) {
  const outcomes = settled.map(({ outcome }) => (outcome === 'taken-back' ? 'unmarked' : outcome));
  return sql`UPDATE removals r SET decision = s.outcome, run_id = ${runId}::uuid
    FROM unnest(${settled.map(({ mark }) => mark.episodeId)}::int4[], ${outcomes}::text[]) AS s(episode_id, outcome)
    WHERE r.user_id = ${userId} AND r.subject_id = ${subjectId} AND r.episode_id = s.episode_id AND r.decision = 'due'`;
}
