import {
  withinTime,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';

/** A text was looked for among more records than can be read in a few seconds. */
export class SearchTooBroadError extends Error {
  override readonly name = 'SearchTooBroadError';
}

const time = {
  seconds: 10,
  tooSlow: (advice: string, options: ErrorOptions) => new SearchTooBroadError(advice, options),
  narrowBy: 'session_id, status or dates',
};

/** Texts are not indexed (decision 0031): whoever looks for one gets so much time of the database. */
export const withinSearchTime = <T>(
  db: Database,
  search: (session: DatabaseSession) => Promise<T>,
): Promise<T> => withinTime(db, time, search);
