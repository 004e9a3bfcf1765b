import type { Database, DatabaseSession } from './connect-database.js';

/** The database took longer than it was given. */
export class StatementTimeoutError extends Error {
  override readonly name = 'StatementTimeoutError';
}

/** Each statement of `work` gets so many seconds of the database. Throws StatementTimeoutError. */
export async function withinTime<T>(
  db: Database,
  seconds: number,
  work: (session: DatabaseSession) => Promise<T>,
): Promise<T> {
  try {
    return await db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = '${seconds}s'`);
      return work(tx);
    });
  } catch (error) {
    if (!saysTimeout(error)) throw error;
    throw new StatementTimeoutError(`a statement took more than ${seconds} s`, { cause: error });
  }
}

/** SQLSTATE 57014, wherever the driver's adapter puts it. */
const saysTimeout = (error: unknown): boolean =>
  error instanceof Error && /57014|statement timeout/.test(error.message);
