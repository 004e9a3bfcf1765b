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
  /**
   * Draws the consequences of what a service said about a person's connection; where that mended it, the use case is
   * tried once more, which is safe like any repeat.
   */
  async function mendingConnection<T>(
    userId: string,
    useCase: () => Promise<T>,
    isLast = false,
  ): Promise<T> {
    const asOf = clock.now();
    try {
      return await useCase();
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const isMended = await mend(connections, { userId, asOf, error });
      if (!isMended || isLast) throw error;
    }
    return mendingConnection(userId, useCase, true);
  }

  /** The use case within its run, to which its requests are counted. */
  const within = async <T>(run: OfRun, useCase: (scope: ActivityScope) => Promise<T>): Promise<T> =>
    runSafely(
      { clock, retryPace, onRequests: (used) => history.runs.addRequests(run.runId, used) },
      (scope) => mendingConnection(run.userId, () => useCase(scope)),
    );

  return { mendingConnection, within };
}

interface Trouble {
  readonly userId: string;
  /** When the use case began. */
  readonly asOf: Date;
  readonly error: UpstreamError;
}

/** True when the same request may go well now. */
async function mend(connections: Connections, { userId, asOf, error }: Trouble): Promise<boolean> {
  const { kind, message, facts } = error;
  const { service } = facts;
  // Nobody's own.
  if (service === 'relay') return false;
  const refused = { userId, service, asOf, reason: message };
  if (kind === 'unauthorized') return (await connections.tokenRefused(refused)) === 'renewed';
  // A token made without the right to write: renewing does not widen it (Bangumi API notes, scopes).
  if (kind === 'forbidden' && service === 'bangumi') await connections.markNeedsReauth(refused);
  if (kind === 'app-blocked') await connections.appRefused(service, message);
  // The person may have another name there by now.
  if (kind === 'not-found' && facts.endpoint.includes('{username}'))
    return connections.learnName(userId, service);
  return false;
}
