import {
  StatementTimeoutError,
  withinTime,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';

/** A text was looked for among more records than can be read in a few seconds. */
export class SearchTooBroadError extends Error {
  override readonly name = 'SearchTooBroadError';
}

const seconds = 10;

/** Texts are not indexed (decision 0031): whoever looks for one gets so much time of the database. */
export async function withinSearchTime<T>(
  db: Database,
  search: (session: DatabaseSession) => Promise<T>,
): Promise<T> {
  try {
    return await withinTime(db, seconds, search);
  } catch (error) {
    if (!(error instanceof StatementTimeoutError)) throw error;
    const advice = `The text was not found within ${seconds} s; narrow the search down by session_id, status or dates.`;
    throw new SearchTooBroadError(advice, { cause: error });
  }
}
