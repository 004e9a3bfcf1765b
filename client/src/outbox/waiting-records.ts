import type { TaskDraft } from '../records.js';
import type { KeptRecord, Kind, WaitingRecord } from './waiting-record.js';

export interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
}

type Place = Readonly<Record<Kind, Map<string, WaitingRecord>>>;

const emptyPlace = (): Place => ({ session: new Map(), task: new Map() });

const kinds = ['session', 'task'] as const;

/**
 * Records that are not acknowledged, the highest version of each: those that wait for their turn, those under way, and those set aside
 * because the server fails at them, with the tasks of such sessions.
 */
export class WaitingRecords {
  readonly #waiting = emptyPlace();
  readonly #underWay = emptyPlace();
  readonly #aside = emptyPlace();
  #bytes = 0;

  get count(): number {
    return [this.#waiting, this.#underWay, this.#aside].reduce(
      (sum, { session, task }) => sum + session.size + task.size,
      0,
    );
  }

  /** Of all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of those that wait, without those under way and aside. */
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
      this.#aside[of].get(id)?.record.version ?? 0,
    );
  }

  /** The higher version stays, in the place of the first. False when this one does not stay. */
  add(added: WaitingRecord): boolean {
    const { of } = added;
    const { id, version } = added.record;
    const before = this.#waiting[of].get(id) ?? this.#aside[of].get(id);
    if (before !== undefined && before.record.version >= version)
      return JSON.stringify(before.record) === JSON.stringify(added.record);
    // The server may take the new version, and the tasks with it.
    if (of === 'session' && this.#aside.session.has(id)) this.bringBack();
    this.#bytes += added.bytes - (before?.bytes ?? 0);
    const { turn, since } = before ?? added;
    this.#place({ ...added, turn, since });
    return true;
  }

  /** In its place, if it has one, or behind the others. */
  #place(one: WaitingRecord): void {
    const isHeld = this.#isHeld(one);
    const [place, other] = isHeld ? [this.#aside, this.#waiting] : [this.#waiting, this.#aside];
    other[one.of].delete(one.record.id);
    place[one.of].set(one.record.id, one);
  }

  #isHeld(one: WaitingRecord): boolean {
    return one.of === 'task' && this.#aside.session.has(one.record.session_id);
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

  /** One that is under way waits aside until brought back, unless a higher version has come; the tasks of a session with it. */
  setAside(one: WaitingRecord): void {
    const { of } = one;
    const { id } = one.record;
    this.#underWay[of].delete(id);
    const later = this.#waiting[of].get(id);
    if (later !== undefined) {
      this.#bytes -= one.bytes;
      this.#waiting[of].set(id, { ...later, turn: one.turn, since: one.since });
      return;
    }
    this.#aside[of].set(id, one);
    for (const task of this.#waiting.task.values()) {
      if (!this.#isHeld(task)) continue;
      this.#waiting.task.delete(task.record.id);
      this.#aside.task.set(task.record.id, task);
    }
  }

  /** What was set aside waits with the others, behind them. */
  bringBack(): void {
    for (const kind of kinds) {
      for (const [id, one] of this.#aside[kind]) this.#waiting[kind].set(id, one);
      this.#aside[kind].clear();
    }
  }

  /** Whether one that was put by then is still to be sent. */
  hasTurn(upTo: number): boolean {
    return hasTurn([this.#underWay, this.#waiting], upTo);
  }

  /** Whether one of these that was put by then is set aside. */
  hasTurnAside(upTo: number, isMeant: (one: KeptRecord) => boolean): boolean {
    return hasTurn([this.#aside], upTo, isMeant);
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
      yield* this.#aside[kind].values();
    }
  }
}

function hasTurn(
  places: readonly Place[],
  upTo: number,
  isMeant: (one: KeptRecord) => boolean = () => true,
): boolean {
  for (const { session, task } of places)
    for (const records of [session, task])
      for (const one of records.values()) if (one.turn <= upTo && isMeant(one)) return true;
  return false;
}
