import type { TaskDraft } from '../records.js';
import type { Kind, WaitingRecord } from './waiting-record.js';

export interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
}

const kinds = ['session', 'task'] as const;

/** Records that are not acknowledged, the highest version of each: those that wait for their turn, and those under way. */
export class WaitingRecords {
  readonly #waiting = {
    session: new Map<string, WaitingRecord>(),
    task: new Map<string, WaitingRecord>(),
  };
  readonly #underWay = {
    session: new Map<string, WaitingRecord>(),
    task: new Map<string, WaitingRecord>(),
  };
  #bytes = 0;

  get count(): number {
    return [this.#waiting, this.#underWay].reduce(
      (sum, { session, task }) => sum + session.size + task.size,
      0,
    );
  }

  /** Of all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of those that wait, without those under way. */
  get waitingCount(): number {
    return this.#waiting.session.size + this.#waiting.task.size;
  }

  isWaiting(of: Kind, id: string): boolean {
    return this.#waiting[of].has(id);
  }

  /** 0 when there is none. */
  highestVersion(of: Kind, id: string): number {
    return Math.max(
      this.#waiting[of].get(id)?.record.version ?? 0,
      this.#underWay[of].get(id)?.record.version ?? 0,
    );
  }

  /** The higher version stays, in the place of the first. False when this one does not stay. */
  add(added: WaitingRecord): boolean {
    const { id, version } = added.record;
    const before = this.#waiting[added.of].get(id);
    if (before !== undefined && before.record.version >= version)
      return JSON.stringify(before.record) === JSON.stringify(added.record);
    this.#bytes += added.bytes - (before?.bytes ?? 0);
    const { turn, since } = before ?? added;
    this.#waiting[added.of].set(id, { ...added, turn, since });
    return true;
  }

  /** The oldest of a kind, one at least if there is one; they are under way until settled or put back. */
  take(
    of: Kind,
    { items, bytes }: BatchLimits,
    mayGo: (task: TaskDraft) => boolean = () => true,
  ): readonly WaitingRecord[] {
    const batch: WaitingRecord[] = [];
    let size = 0;
    for (const one of this.#waiting[of].values()) {
      if (one.of === 'task' && !mayGo(one.record)) continue;
      size += one.bytes;
      if (batch.length >= items || (batch.length > 0 && size > bytes)) break;
      batch.push(one);
    }
    for (const one of batch) {
      this.#waiting[of].delete(one.record.id);
      this.#underWay[of].set(one.record.id, one);
    }
    return batch;
  }

  /** Settled in an earlier life, at this version. */
  discard(of: Kind, id: string, version: number): void {
    const there = this.#waiting[of].get(id);
    if (there === undefined || there.record.version > version) return;
    this.#waiting[of].delete(id);
    this.#bytes -= there.bytes;
  }

  settle({ of, record: { id }, bytes }: WaitingRecord): void {
    this.#underWay[of].delete(id);
    this.#bytes -= bytes;
  }

  /** What is under way was not acknowledged: it goes first, unless a higher version has come meanwhile. */
  putBack(): void {
    for (const kind of kinds) {
      const back = new Map(this.#underWay[kind]);
      this.#underWay[kind].clear();
      const later = [...this.#waiting[kind].values()];
      this.#waiting[kind].clear();
      for (const [id, one] of back) this.#waiting[kind].set(id, one);
      for (const one of later) {
        this.#bytes -= one.bytes;
        this.add(one);
      }
    }
  }

  /** Whether one that was put by then is not acknowledged. */
  hasTurn(upTo: number): boolean {
    for (const { turn } of this) if (turn <= upTo) return true;
    return false;
  }

  /** Undefined when none waits. */
  oldestSince(): number | undefined {
    const [session] = this.#waiting.session.values();
    const [task] = this.#waiting.task.values();
    const times = [session, task].flatMap((one) => (one === undefined ? [] : [one.since]));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** All, sessions first. */
  *[Symbol.iterator](): Generator<WaitingRecord> {
    for (const kind of kinds) {
      yield* this.#underWay[kind].values();
      yield* this.#waiting[kind].values();
    }
  }
}
