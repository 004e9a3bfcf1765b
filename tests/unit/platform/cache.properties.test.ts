import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { createCache, type OwnedCache } from '../../../src/platform/cache/cache.js';
import { forgottenForMs, type SharedLevel } from '../../../src/platform/cache/index.js';

const ttlMs = 10_000;

const aTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Keeps what Redis would. */
function sharedLevel(now: () => number): SharedLevel {
  const texts = new Map<string, { readonly text: string; readonly until: number }>();
  const at = (key: string) => {
    const found = texts.get(key);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  return {
    async read(keys) {
      const found = keys.flatMap((key) => {
        const { text, until } = at(key) ?? { text: '', until: 0 };
        return text === '' ? [] : [[key, { text, usableMs: until - now() }] as const];
      });
      // The answer is on its way for longer than the next step takes.
      for (let turns = 0; turns < 3; turns += 1) await aTurn();
      return new Map(found);
    },
    keep(key, { text, usableMs }) {
      if (at(key) === undefined) texts.set(key, { text, until: now() + usableMs });
      return Promise.resolve();
    },
    forget(keys) {
      for (const key of keys) texts.set(key, { text: '', until: now() + forgottenForMs });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

/** A row that grows, and processes that remember it. News of a change may be lost on the way to others. */
function world({ processes, shares }: { readonly processes: number; readonly shares: boolean }) {
  let now = 1_000_000;
  const versions = [{ at: now, version: 0 }];
  const latest = () => versions.at(-1)?.version ?? 0;
  const shared = shares ? sharedLevel(() => now) : undefined;
  const held: (() => void)[] = [];
  const caches = Array.from({ length: processes }, (): OwnedCache<number> =>
    createCache(
      { name: 'row', ttlMs, most: 10, schema: z.number() },
      {
        ...{ shared, isHearing: () => true, onRead: () => undefined },
        clock: { now: () => new Date(now) },
      },
    ),
  );
  return {
    ...{ caches, latest, held },
    now: () => now,
    pass: (ms: number) => (now += ms),
    commit: () => versions.push({ at: now, version: latest() + 1 }),
    /** The oldest version that was still true that long ago. */
    oldestTrueSince: (since: number) =>
      versions.filter(({ at }) => at <= since).at(-1)?.version ?? 0,
    /** The row is looked at now, and the answer comes when it is let go. */
    slowly: () => {
      const seen = latest();
      return new Promise<number>((resolve) => {
        held.push(() => {
          resolve(seen);
        });
      });
    },
  };
}

const who = fc.nat(2);
const steps = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('read' as const), by: who, slowly: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('let-go' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      by: who,
      /** False: whoever changed it died then, and its news were lost. */
      isTold: fc.boolean(),
      heardBy: fc.subarray([0, 1, 2]),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 1, max: ttlMs / 2 }),
    }),
  },
);

/** Answers all who wait, until nobody does. */
async function endOf<T>(reads: readonly Promise<T>[], held: (() => void)[]): Promise<readonly T[]> {
  const state = { waiting: reads.length };
  const over = () => (state.waiting -= 1);
  for (const reading of reads) reading.then(over, over);
  while (state.waiting > 0) {
    for (const letGo of held.splice(0)) letGo();
    await aTurn();
  }
  return Promise.all(reads);
}

type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;
type World = ReturnType<typeof world>;

interface Read {
  readonly value: number;
  /** What it may not be older than. */
  readonly least: number;
}

/** What each read of a story gave, and the least it might. */
async function tell(story: readonly Step[], shares: boolean): Promise<readonly Read[]> {
  const its = world({ processes: 3, shares });
  const heard = [0, 0, 0];
  const reads: Promise<Read>[] = [];
  const take = {
    pass: ({ ms }: Step & { kind: 'pass' }) => its.pass(ms),
    'let-go': () => its.held.shift()?.(),
    change: (step: Step & { kind: 'change' }) => change(step, its, heard),
    read: (step: Step & { kind: 'read' }) => {
      const least = Math.max(heard[step.by] ?? 0, its.oldestTrueSince(its.now() - ttlMs));
      const reading = read(step, its).then((value) => ({ value, least }));
      reads.push(reading);
      return step.slowly ? undefined : reading;
    },
  };
  for (const step of story) {
    await (take[step.kind] as (step: Step) => unknown)(step);
    await aTurn();
  }
  return endOf(reads, its.held);
}

async function change(
  { by, isTold, heardBy }: Step & { kind: 'change' },
  { caches, commit, latest }: World,
  heard: number[],
): Promise<void> {
  commit();
  if (!isTold) return;
  heard[by] = latest();
  await caches[by]?.forget('it');
  for (const other of heardBy) {
    caches[other]?.changed('it');
    heard[other] = latest();
  }
}

const read = async (
  { by, slowly: isSlow }: Step & { kind: 'read' },
  { caches, latest, slowly }: World,
): Promise<number> =>
  (await caches[by]?.read('it', () => (isSlow ? slowly() : Promise.resolve(latest())))) ?? -1;

describe('a value that is remembered', () => {
  it('is what the last change heard of made it, and never older than it may be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { maxLength: 40, size: 'max' }),
        fc.boolean(),
        async (story, shares) => {
          const tooOld = (await tell(story, shares)).filter(({ value, least }) => value < least);
          expect(tooOld).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  }, 20_000);
});
