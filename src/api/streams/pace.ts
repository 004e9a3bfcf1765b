import type { Clock } from '../../platform/lib/clock.js';
import type { ProgressView } from '../ports.js';

interface Mark {
  readonly at: number;
  readonly done: number;
}

/** Runs remembered; of more, the one looked at longest ago is forgotten. */
const remembered = 1000;

export type EtaOf = (progress: ProgressView) => Date | null;

/**
 * When a run will be done, by the pace of its marking since it was looked at first: what came before went at another pace, and
 * how much there is to mark is not known earlier. Null until a subject was marked between two looks.
 */
export function createPace({ clock }: { readonly clock: Clock }): EtaOf {
  const firstMarks = new Map<string, Mark>();

  const remember = (runId: string, mark: Mark): void => {
    firstMarks.delete(runId);
    firstMarks.set(runId, mark);
    const [oldest] = firstMarks.keys();
    if (firstMarks.size > remembered && oldest !== undefined) firstMarks.delete(oldest);
  };

  return ({ runId, phase, subjects }) => {
    if (runId === null || phase !== 'marking') return null;
    const now = { at: clock.now().getTime(), done: subjects.done };
    const first = firstMarks.get(runId);
    // One that goes on in a fresh execution counts from the beginning.
    if (first === undefined || first.done > now.done) {
      remember(runId, now);
      return null;
    }
    const done = now.done - first.done;
    const elapsed = now.at - first.at;
    if (done === 0 || elapsed <= 0) return null;
    const left = Math.max(0, subjects.total - now.done);
    return new Date(now.at + Math.round((left * elapsed) / done));
  };
}
