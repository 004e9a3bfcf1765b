import type { SessionDraft, TaskDraft } from '../records.js';

export type Kind = 'session' | 'task';

/** A record with its version, as it will be sent. */
export type KeptRecord =
  | { readonly of: 'session'; readonly record: SessionDraft }
  | { readonly of: 'task'; readonly record: TaskDraft };

export type WaitingRecord = KeptRecord & {
  /** About what it takes in a request. */
  readonly bytes: number;
  /** Of the first put that is not acknowledged by this record or a higher version of it. */
  readonly turn: number;
  /** `performance.now()` of that put. */
  readonly since: number;
};

/** Whether it is that session, or a task of it. */
export const isOfSession = (one: KeptRecord, id: string): boolean =>
  (one.of === 'session' ? one.record.id : one.record.session_id) === id;

export const bytesOf = (record: object): number => Buffer.byteLength(JSON.stringify(record)) + 1;

export const keptOf = (one: KeptRecord): KeptRecord =>
  one.of === 'session' ? { of: one.of, record: one.record } : { of: one.of, record: one.record };
