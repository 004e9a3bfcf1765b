import {
  withinTime,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';

/** More records would have to be read than can be in a few seconds. */
export class AuditTooBroadError extends Error {
  override readonly name = 'AuditTooBroadError';
}

const time = {
  seconds: 10,
  tooSlow: (advice: string, options: ErrorOptions) => new AuditTooBroadError(advice, options),
  narrowBy: 'from and to, or by another filter',
};

export const withinReadingTime = <T>(
  db: Database,
  read: (session: DatabaseSession) => Promise<T>,
): Promise<T> => withinTime(db, time, read);
