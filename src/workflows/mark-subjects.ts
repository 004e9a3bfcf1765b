import { isCancellation } from '@temporalio/workflow';
import { concernsOneSubject, parkReasonOf } from './run-ending.js';

/** Subjects written at once for one person: a person's writes are bounded, one subject's are serial. */
const inFlight = 4;

/** After so many subjects in a row that did not get through, the service is down and the rest is left for the next run. */
const failuresInARow = 4;

export interface SubjectMarker {
  readonly mark: (subjectId: number) => Promise<void>;
  /** Leaves a subject for a later run. */
  readonly park: (subjectId: number, reason: ReturnType<typeof parkReasonOf>) => Promise<void>;
}

/**
 * Marks subjects, a few at a time. One that cannot be marked is parked and the others go on; what concerns them all
 * (a dead token, a long rate limit, a cancellation) stops the feeding, lets those under way end, and is thrown.
 */
export async function markSubjects(
  subjectIds: readonly number[],
  { mark, park }: SubjectMarker,
): Promise<void> {
  const queue = [...subjectIds];
  let stop: { readonly error: unknown } | undefined;
  let failures = 0;

  const markOne = async (subjectId: number): Promise<void> => {
    try {
      await mark(subjectId);
      failures = 0;
    } catch (error) {
      if (isCancellation(error) || !concernsOneSubject(error)) throw error;
      failures += 1;
      await park(subjectId, parkReasonOf(error));
      if (failures >= failuresInARow) throw error;
    }
  };

  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && stop === undefined; next = queue.shift()) {
      try {
        await markOne(next);
      } catch (error) {
        stop ??= { error };
      }
    }
  };

  await Promise.all(Array.from({ length: inFlight }, worker));
  if (stop !== undefined) throw stop.error;
}
