import type { Bulk, Database } from '../../platform/database/index.js';
import { cleanUp, removeSession, type CleanedUp, type CleanUpPolicy } from './keeping/clean-up.js';
import { readStats, type StatsWish, type TranslationStats } from './keeping/stats.js';
import { findSession, findTask } from './reading/find-records.js';
import type { RecordFilter } from './reading/filter.js';
import {
  listSessions,
  listTasks,
  type RecordPage,
  type RecordPageWish,
} from './reading/list-records.js';
import {
  listIncomplete,
  restoreSession,
  type IncompleteSession,
  type IncompleteWish,
  type Restored,
} from './reading/restore.js';
import type { SessionView, TaskView } from './records/view.js';
import type { BufferSettings } from './writing/write-buffer.js';
import { createWriting, type Writing, type WritingDeps } from './writing/write-records.js';

export interface TranslationDeps {
  readonly db: Database;
  /** What is written goes through connections of its own. */
  readonly bulk: Bulk;
  readonly settings: BufferSettings;
  readonly onFlush?: WritingDeps['onFlush'];
  readonly onVerdicts?: WritingDeps['onVerdicts'];
}

export interface ListWish extends RecordPageWish {
  readonly userId: string;
  readonly filter: RecordFilter;
}

/** Records of translation services: what was acknowledged is on the disk. Everything belongs to one person. */
export interface Translation extends Writing {
  /** Throws InputError for a cursor that is not ours, SearchTooBroadError. */
  listSessions(wish: ListWish): Promise<RecordPage<SessionView>>;
  /** Likewise; NotFoundError where the filter names a session there is not. */
  listTasks(wish: ListWish): Promise<RecordPage<TaskView>>;
  /** Throws NotFoundError. */
  findSession(userId: string, id: string): Promise<SessionView>;
  /** Throws NotFoundError. */
  findTask(userId: string, id: string): Promise<TaskView>;
  listIncomplete(
    wish: IncompleteWish,
  ): Promise<Pick<RecordPage<IncompleteSession>, 'items' | 'nextCursor'>>;
  /** Throws NotFoundError. */
  restore(userId: string, id: string): Promise<Restored>;
  /** Its tasks go with it: how many. Undefined where there is no such session. */
  removeSession(userId: string, id: string): Promise<number | undefined>;
  cleanUp(policy: CleanUpPolicy): Promise<CleanedUp>;
  stats(wish: StatsWish): Promise<TranslationStats>;
}

export const createTranslation = ({ db, ...writing }: TranslationDeps): Translation => ({
  ...createWriting(writing),
  listSessions: (wish) => listSessions(db, wish),
  async listTasks(wish) {
    const { sessionId } = wish.filter;
    if (sessionId !== undefined) await findSession(db, wish.userId, sessionId);
    return listTasks(db, wish);
  },
  findSession: (userId, id) => findSession(db, userId, id),
  findTask: (userId, id) => findTask(db, userId, id),
  listIncomplete: (wish) => listIncomplete(db, wish),
  restore: (userId, id) => restoreSession(db, userId, id),
  removeSession: (userId, id) => removeSession(db, userId, id),
  cleanUp: (policy) => cleanUp(db, policy),
  stats: (wish) => readStats(db, wish),
});
