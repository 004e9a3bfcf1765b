import { Context } from '@temporalio/activity';
import type { Connections } from '../areas/connections/index.js';
import type {
  History,
  Opened,
  ReadProgress,
  RequestCount,
  RunEnding,
  RunStart,
  TickDecision,
} from '../areas/history/index.js';
import type { Clock } from '../platform/lib/clock.js';
import { UpstreamError } from '../upstream/http/index.js';
import { runSafely, type ActivityScope } from './run-safely.js';

export interface HistoryActivitiesDeps {
  readonly history: History;
  readonly connections: Connections;
  readonly clock: Clock;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

export interface DecideTick extends OfRun {
  readonly scheduleId: string;
  /** RFC 3339. */
  readonly scheduledAt: string;
}

export interface RecordTick {
  readonly scheduleId: string;
  readonly scheduledAt: string;
  readonly outcome: 'ran' | 'joined' | 'unchanged' | 'skipped';
  readonly why: string | null;
}

/** A run's ending as it travels: times as text. */
export type EndRun = Omit<RunEnding, 'retryAt'> & { readonly retryAt: string | null };

/** Activities of the history sync. Each is one use case of the area, and says there why it is safe to run twice. */
export function createHistoryActivities({ history, connections, clock }: HistoryActivitiesDeps) {
  const rememberingDeadToken = async <T>(userId: string, useCase: () => Promise<T>): Promise<T> => {
    try {
      return await useCase();
    } catch (error) {
      if (error instanceof UpstreamError && error.kind === 'unauthorized') {
        await connections.markNeedsReauth(userId, error.facts.service, error.message);
      }
      throw error;
    }
  };

  /** The use case within its run, to which its requests are counted. */
  const within = async <T>(run: OfRun, useCase: (scope: ActivityScope) => Promise<T>): Promise<T> =>
    runSafely({ clock, onRequests: (used) => history.runs.addRequests(run.runId, used) }, (scope) =>
      rememberingDeadToken(run.userId, () => useCase(scope)),
    );

  return {
    /**
     * Whether a due time needs a run. What needs none is recorded here, so that an unchanged tick is one activity; its request is
     * counted to the run it leads to, if any.
     */
    async decideTick(tick: DecideTick): Promise<TickDecision> {
      let leadsToRun = false;
      const onRequests = async (used: readonly RequestCount[]): Promise<void> => {
        if (leadsToRun) await history.runs.addRequests(tick.runId, used);
      };
      return runSafely({ clock, onRequests }, async ({ options }) => {
        const decision = await rememberingDeadToken(tick.userId, () =>
          history.decideTick(tick.userId, options),
        );
        leadsToRun = decision.kind === 'run';
        if (decision.kind !== 'run') {
          await history.ticks.record({
            scheduleId: tick.scheduleId,
            scheduledAt: new Date(tick.scheduledAt),
            outcome: decision.kind,
            why: decision.kind === 'skipped' ? decision.why : null,
          });
        }
        return decision;
      });
    },

    async recordTick({ scheduledAt, ...tick }: RecordTick): Promise<void> {
      await history.ticks.record({ ...tick, scheduledAt: new Date(scheduledAt) });
    },

    async openRun(run: OfRun & Pick<RunStart, 'mode' | 'trigger' | 'requestId'>): Promise<Opened> {
      const { workflowExecution } = Context.current().info;
      const { runId, ...rest } = run;
      return within(run, ({ options }) =>
        history.openRun(
          {
            ...rest,
            id: runId,
            workflowId: workflowExecution?.workflowId ?? '',
            workflowRunId: workflowExecution?.runId ?? '',
          },
          options,
        ),
      );
    },

    async readPages(
      request: OfRun & { readonly readId: string; readonly maxPages: number },
    ): Promise<ReadProgress> {
      return within(request, ({ options }) =>
        history.readPages(
          {
            ...request,
            onPage: ({ page }) => {
              Context.current().heartbeat(page);
            },
          },
          options,
        ),
      );
    },

    abandonRead: ({ readId }: { readonly readId: string }): Promise<void> =>
      history.abandonRead(readId),

    closeRead: ({ readId }: { readonly readId: string }): Promise<void> =>
      history.closeRead(readId),

    countWaiting: ({ userId }: { readonly userId: string }) => history.countWaiting(userId),

    async matchPlays(request: OfRun & { readonly limit: number }) {
      return within(request, ({ options }) => history.matchPlays(request, options));
    },

    async readCollections(run: OfRun): Promise<void> {
      return within(run, ({ options }) => history.readCollections(run, options));
    },

    subjectsToMark: ({
      userId,
      ...page
    }: {
      readonly userId: string;
      readonly after: number;
      readonly limit: number;
    }) => history.subjectsToMark(userId, page),

    async markSubject(request: OfRun & { readonly subjectId: number }): Promise<void> {
      return within(request, ({ options, again }) =>
        history.markSubject({ ...request, again }, options),
      );
    },

    parkSubject: (request: OfRun & { readonly subjectId: number }): Promise<void> =>
      history.parkSubject(request),

    async closeRun({ retryAt, ...ending }: EndRun): Promise<{ status: string }> {
      const { status } = await history.closeRun({
        ...ending,
        retryAt: retryAt === null ? null : new Date(retryAt),
      });
      return { status };
    },
  };
}
