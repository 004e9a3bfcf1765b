import type { z } from 'zod';
import type { Bulk } from '../../../platform/database/index.js';
import { sessionDraft, taskDraft, type Draft } from '../records/draft.js';
import { parseDraft, type Parsed } from '../records/parse-draft.js';
import type { Unit } from '../verdicts/settle-group.js';
import type { Verdict } from '../verdicts/verdict.js';
import { sessionTable, taskTable, type RecordTable } from './record-table.js';
import {
  createWriteBuffer,
  type BufferSettings,
  type FlushFacts,
  type WriteBuffer,
} from './write-buffer.js';
import type { Buffered } from './waiting-requests.js';
import { writeOrHalve } from './write-or-halve.js';

export interface WriteWish {
  readonly userId: string;
  /** As they were sent: each is judged by itself. */
  readonly items: readonly unknown[];
  /** All of them or none. */
  readonly isAtomic: boolean;
}

/** One verdict per item, in their order, once what they say is committed. Throws BufferFullError. */
export type WriteRecords = (wish: WriteWish) => Promise<readonly Verdict[]>;

export type RecordKind = 'sessions' | 'tasks';

export interface FlushReport {
  /** That waited or were on their way. */
  readonly rows: number;
  readonly flushes: number;
  readonly ms: number;
}

export interface Writing {
  readonly writeSessions: WriteRecords;
  readonly writeTasks: WriteRecords;
  /** Writes what waits now, and answers when it is committed. */
  flush(): Promise<Readonly<Record<RecordKind, FlushReport>>>;
  /** From now on no request waits for company: this process is about to end. */
  hurry(): void;
  state(): Readonly<Record<RecordKind, { readonly waiting: number; readonly writing: number }>>;
}

export interface WritingDeps {
  readonly bulk: Bulk;
  readonly settings: BufferSettings;
  readonly onFlush?: ((kind: RecordKind, flush: FlushFacts) => void) | undefined;
  /** What a request is answered. */
  readonly onVerdicts?: ((kind: RecordKind, verdicts: readonly Verdict[]) => void) | undefined;
}

export function createWriting(deps: WritingDeps): Writing {
  const sessions = writingOf(deps, {
    kind: 'sessions',
    schema: sessionDraft,
    target: sessionTable,
  });
  const tasks = writingOf(deps, { kind: 'tasks', schema: taskDraft, target: taskTable });
  return {
    writeSessions: sessions.write,
    writeTasks: tasks.write,
    async flush() {
      // Tasks may wait for the sessions they belong to.
      const first = await timed(() => sessions.buffer.drain());
      return { sessions: first, tasks: await timed(() => tasks.buffer.drain()) };
    },
    hurry() {
      sessions.buffer.hurry();
      tasks.buffer.hurry();
    },
    state: () => ({ sessions: sessions.buffer.state(), tasks: tasks.buffer.state() }),
  };
}

async function timed(drain: WriteBuffer<never, never>['drain']): Promise<FlushReport> {
  const began = performance.now();
  const drained = await drain();
  return { ...drained, ms: Math.round(performance.now() - began) };
}

interface Kind<D extends Draft> {
  readonly kind: RecordKind;
  readonly schema: z.ZodType<D>;
  readonly target: RecordTable<D>;
}

interface Request<D extends Draft> extends Buffered {
  readonly unit: Unit<D>;
}

function writingOf<D extends Draft>(
  { bulk, settings, onFlush, onVerdicts }: WritingDeps,
  { kind, schema, target }: Kind<D>,
) {
  const buffer = createWriteBuffer<Request<D>, readonly Verdict[]>({
    settings,
    write: (group) =>
      writeOrHalve(
        { bulk, target },
        group.map(({ unit }) => unit),
      ),
    onFlush: (flush) => onFlush?.(kind, flush),
  });
  const write: WriteRecords = async ({ userId, items, isAtomic }) => {
    const parsed = items.map((item) => parseDraft(schema, item));
    const good = parsed.flatMap((one): Parsed<D>[] => (one.kind === 'draft' ? [one] : []));
    const isRefused = isAtomic && good.length < parsed.length;
    const verdicts =
      isRefused || good.length === 0
        ? good.map(({ draft }): Verdict => ({ kind: 'withheld', id: draft.id }))
        : await buffer.submit({
            unit: { userId, isAtomic, items: good },
            rows: good.length,
            size: good.reduce((sum, { size }) => sum + size, 0),
          });
    let next = 0;
    const all = parsed.map((one): Verdict => {
      if (one.kind === 'faulty') return { kind: 'invalid', id: one.id, faults: one.faults };
      const verdict = verdicts[next];
      next += 1;
      if (verdict === undefined) throw new Error(`no verdict on ${one.draft.id}`);
      return verdict;
    });
    onVerdicts?.(kind, all);
    return all;
  };
  return { buffer, write };
}
