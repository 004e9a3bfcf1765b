import type { Database } from '../../../platform/database/index.js';
import type { Certificate, RunMode, RunStatus, RunTrigger } from '../run.js';
import { createRunItems } from './run-items.js';
import { createRunViews } from './run-views.js';
import { createRunOutcomes } from './run-outcomes.js';
import { createRunPace } from './run-pace.js';
import { createRunRequests } from './run-requests.js';

/** What is known of a run when it begins. */
export interface RunStart {
  readonly id: string;
  readonly userId: string;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  readonly requestId: string | null;
  /** With `undo`: the run it takes back. */
  readonly undoes?: string | null | undefined;
  readonly workflowId: string;
  readonly workflowRunId: string;
}

export interface RunEnd {
  readonly status: RunStatus;
  readonly advice: string | null;
  readonly retryAt: Date | null;
  readonly certificate: Certificate;
  readonly playsMoved: number;
}

export type RunStore = ReturnType<typeof createRunStore>;

/** Runs, and what they used. */
export const createRunStore = ({ db }: { readonly db: Database }) => ({
  ...createRunLifecycle(db),
  ...createRunViews(db),
  ...createRunItems(db),
  ...createRunRequests(db),
  ...createRunPace(db),
  ...createRunOutcomes(db),
});

function createRunLifecycle(db: Database) {
  return {
    /** Safe to repeat: a run is opened once. */
    async open(run: RunStart, startedAt: Date): Promise<void> {
      await db.syncRun.createMany({
        data: { ...run, undoes: run.undoes ?? null, startedAt },
        skipDuplicates: true,
      });
    },

    async useRead(runId: string, readId: string): Promise<void> {
      await db.syncRun.update({ where: { id: runId }, data: { readId } });
    },

    async readOf(runId: string): Promise<string | null> {
      const run = await db.syncRun.findUniqueOrThrow({
        where: { id: runId },
        select: { readId: true },
      });
      return run.readId;
    },

    /** Safe to repeat: only a running run is ended. */
    async end(runId: string, end: RunEnd, endedAt: Date): Promise<void> {
      await db.$transaction([
        db.syncRun.updateMany({
          where: { id: runId, status: 'running' },
          data: { ...end, endedAt },
        }),
        db.collectionState.deleteMany({ where: { runId } }),
      ]);
    },
  };
}
