import {
  StatementTimeoutError,
  withinTime,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';

/** More records would have to be read than can be in a few seconds. */
export class AuditTooBroadError extends Error {
  override readonly name = 'AuditTooBroadError';
}

const seconds = 10;

export async function withinReadingTime<T>(
  db: Database,
  read: (session: DatabaseSession) => Promise<T>,
): Promise<T> {
  try {
    return await withinTime(db, seconds, read);
  } catch (error) {
    if (!(error instanceof StatementTimeoutError)) throw error;
    const advice = `It was not found within ${seconds} s; narrow it down by from and to, or by another filter.`;
    throw new AuditTooBroadError(advice, { cause: error });
  }
}
