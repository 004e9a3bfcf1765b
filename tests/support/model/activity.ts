import type { ApplicationFailure } from '@temporalio/common';
import { toFailure } from '../../../src/activities/failures.js';
import { TornReadError } from '../../../src/areas/history/index.js';
import { UpstreamError } from '../../../src/upstream/http/index.js';
import type { World } from './open-world.js';

/** The process died, and what drove the run died with it. */
export class RunLost extends Error {
  override readonly name = 'RunLost';
}

/** Runs one use case as the service would: again after trouble that can pass, and again after the process died. */
export type RunActivity = <T>(
  attempts: number,
  useCase: (again: boolean) => Promise<T>,
) => Promise<T>;

export interface Deaths {
  /** Steps from one death to the next. */
  readonly deaths: readonly number[];
  readonly losesRun: boolean;
}

/** All activities of one run are in one process: when it dies they all end, and it is up again once they have. */
export function createActivities(world: World, { deaths, losesRun }: Deaths): RunActivity {
  const { points } = world;
  const next = [...deaths];
  let underWay = 0;
  let waiting: (() => void)[] = [];
  points.dieAfter(next.shift() ?? null);

  const revive = (): void => {
    world.tally.deaths += 1;
    points.revive();
    points.dieAfter(next.shift() ?? null);
  };
  const restarted = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (underWay > 0) return;
      if (points.isDead()) revive();
      for (const goOn of waiting) goOn();
      waiting = [];
    });
    if (losesRun) throw new RunLost('The run is never heard of again.');
  };

  /** Whether it died with its process is known at its end alone: soon after, another process may be up. */
  const attempt = async <T>(useCase: () => Promise<T>): Promise<Attempt<T>> => {
    underWay += 1;
    try {
      const answer = await useCase();
      return points.isDead() ? { kind: 'died' } : { kind: 'answer', answer };
    } catch (error) {
      return points.isDead() ? { kind: 'died' } : { kind: 'error', error };
    } finally {
      underWay -= 1;
    }
  };

  return async (attempts, useCase) => {
    for (let count = 1; ; count += 1) {
      const ended = await attempt(() => useCase(count > 1));
      if (ended.kind === 'answer') return ended.answer;
      if (ended.kind === 'died') await restarted();
      else wait(world, failureOf(world, ended.error, count), count >= attempts);
    }
  };
}

type Attempt<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'died' };

function failureOf({ clock, surprises }: World, error: unknown, attempt: number) {
  if (!isExplained(error)) surprises.push(error);
  return toFailure(error, { attempt, pace: { first: 0, longest: 0 }, now: clock.now() });
}

const isExplained = (error: unknown): boolean =>
  error instanceof UpstreamError ||
  error instanceof TornReadError ||
  (error instanceof Error && error.name === 'ReadBackDisagreesError');

/** Time is moved, not spent; throws what waiting cannot cure. */
function wait({ clock }: World, failure: ApplicationFailure, isLast: boolean): void {
  if (isLast || failure.nonRetryable === true) throw failure;
  const delay: unknown = failure.nextRetryDelay;
  if (typeof delay === 'number') clock.moveOn(delay / 3_600_000);
}
