import type { Database, DatabaseSession } from '../../../platform/database/index.js';

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
    return await db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = '${seconds}s'`);
      return search(tx);
    });
  } catch (error) {
    if (!saysTimeout(error)) throw error;
    const advice = `The text was not found within ${seconds} s; narrow the search down by session_id, status or dates.`;
    throw new SearchTooBroadError(advice, { cause: error });
  }
}

/** SQLSTATE 57014, wherever the driver's adapter puts it. */
const saysTimeout = (error: unknown): boolean =>
  error instanceof Error && /57014|statement timeout/.test(error.message);
