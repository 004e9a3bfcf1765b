/** What a killed process does at its next step: nothing any more. */
class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** A process that can be killed before or after any request and any statement; every one of them is two steps. */
export interface CrashPoints {
  /** Told the number of each step before it is taken; may change the world, must not throw. */
  onStep(listener: (step: number) => void): void;
  /** Dies at the so manieth step from now on; null: lives on. */
  dieAfter(steps: number | null): void;
  isDead(): boolean;
  revive(): void;
  readonly around: <T>(work: () => T | PromiseLike<T>) => Promise<T>;
}

export function createCrashPoints(): CrashPoints {
  let steps = 0;
  let deathAt = Infinity;
  let dead = false;
  let listener: (step: number) => void = () => undefined;
  const step = (): void => {
    steps += 1;
    listener(steps);
    if (steps >= deathAt) dead = true;
    if (dead) throw new CrashError('The process was killed.');
  };
  return {
    onStep(next) {
      listener = next;
    },
    dieAfter(more) {
      deathAt = more === null ? Infinity : steps + more;
    },
    isDead: () => dead,
    revive() {
      dead = false;
      deathAt = Infinity;
    },
    async around(work) {
      step();
      const result = await work();
      step();
      return result;
    },
  };
}
