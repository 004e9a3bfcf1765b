import type { RecordsError } from '../http/records-error.js';
import type {
  IncompleteQuery,
  IncompleteSession,
  SessionDraft,
  TaskDraft,
  Unpaged,
  Verdict,
} from '../records.js';
import type { RestoredSession } from '../restore-session.js';
import type { RefusedRecord } from './refused-records.js';
import type { Kind } from './waiting-record.js';

/** The version may be left out: then it is counted, above all before it. */
export type SessionPut = Omit<SessionDraft, 'version'> & { readonly version?: number | undefined };
export type TaskPut = Omit<TaskDraft, 'version'> & { readonly version?: number | undefined };

/** What became of a record that was put. */
export interface PutVerdict {
  readonly of: Kind;
  readonly id: string;
  readonly version: number;
  readonly verdict: Verdict['verdict'];
  /** Of an invalid one. */
  readonly errors: NonNullable<Verdict['errors']>;
}

export interface OutboxState {
  /** Put, and not yet acknowledged by the server. */
  readonly waiting: number;
  readonly bytes: number;
  /** Set while nothing is sent because a person has to mend something; records are still taken. */
  readonly stopped: RecordsError | undefined;
  /** Of the last attempt, if that failed. */
  readonly trouble: unknown;
}

/** Sessions and tasks on their way to watchflow. What `put…` has taken is not lost, whatever is killed. */
export interface RecordsOutbox {
  /** Left over by whoever used the folder before: on their way already. `damaged` lines of a broken disk were set aside. */
  readonly restored: { readonly waiting: number; readonly damaged: number };
  /** Answers its version once it is on the disk of this machine; waits while there is no room. Throws OutboxError. */
  putSession(session: SessionPut): Promise<number>;
  /** Likewise. Its session is sent before it, if that waits too. */
  putTask(task: TaskPut): Promise<number>;
  /** Settles when everything put so far has its verdict. Throws RecordsError when sending stops, OutboxError when closed. */
  flush(): Promise<void>;
  /** Those that are not finished, as the server has them once everything put so far is there, what it fails at aside. Throws RecordsError. */
  eachIncompleteSession(query?: Unpaged<IncompleteQuery>): AsyncGenerator<IncompleteSession>;
  /**
   * A session and what is left to do of it, as the server has it once everything put so far is there. Throws RecordsError, also while
   * the server fails at a record of this session.
   */
  restoreSession(id: string): Promise<RestoredSession>;
  /** Records that the server refused for good. Lines that cannot be read are passed over, and counted to `onTrouble`. */
  refused(): Promise<readonly RefusedRecord[]>;
  /** Sends again after a person has mended what stopped it. */
  resume(): void;
  state(): OutboxState;
  /** Takes nothing more, sends for so long, and answers how many wait for the next start. */
  close(options?: { readonly withinMs?: number }): Promise<{ readonly left: number }>;
}
