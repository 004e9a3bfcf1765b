import type { Connections } from '../../areas/connections/index.js';
import type { History } from '../../areas/history/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { UpstreamError } from '../../upstream/http/index.js';
import type { RetryPace } from '../failures.js';
import { runSafely, type ActivityScope } from '../run-safely.js';

export interface HistoryActivitiesDeps {
  readonly history: History;
  readonly connections: Connections;
  readonly clock: Clock;
  /** How patient activities are with trouble; unhurried unless told otherwise. */
  readonly retryPace?: RetryPace | undefined;
}

export interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

/** What every activity of a run does besides its use case. */
export function createWithinRun({ history, connections, clock, retryPace }: HistoryActivitiesDeps) {
  const rememberingDeadToken = async <T>(userId: string, useCase: () => Promise<T>): Promise<T> => {
    const asOf = clock.now();
    try {
      return await useCase();
    } catch (error) {
      if (error instanceof UpstreamError && needsAnotherToken(error)) {
        await connections.markNeedsReauth({
          userId,
          service: error.facts.service,
          asOf,
          reason: error.message,
        });
      }
      throw error;
    }
  };

  /** The use case within its run, to which its requests are counted. */
  const within = async <T>(run: OfRun, useCase: (scope: ActivityScope) => Promise<T>): Promise<T> =>
    runSafely(
      { clock, retryPace, onRequests: (used) => history.runs.addRequests(run.runId, used) },
      (scope) => rememberingDeadToken(run.userId, () => useCase(scope)),
    );

  return { rememberingDeadToken, within };
}

/** Unknown, expired or revoked; or of Bangumi, but made without the right to write. */
const needsAnotherToken = ({ kind, facts: { service } }: UpstreamError): boolean =>
  kind === 'unauthorized' || (kind === 'forbidden' && service === 'bangumi');
