import type { Database, DatabaseSession } from './connect-database.js';

export interface TimeOfTheDatabase {
  /** For each statement. */
  readonly seconds: number;
  /** What a person is told whose question takes longer. */
  readonly tooSlow: (advice: string, options: ErrorOptions) => Error;
  /** By what they could narrow it down: `from and to`. */
  readonly narrowBy: string;
}

/** Each statement of `work` gets so much time of the database. Throws what `tooSlow` makes. */
export async function withinTime<T>(
  db: Database,
  { seconds, tooSlow, narrowBy }: TimeOfTheDatabase,
  work: (session: DatabaseSession) => Promise<T>,
): Promise<T> {
  try {
    return await db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL statement_timeout = '${seconds}s'`);
      return work(tx);
    });
  } catch (cause) {
    if (!saysTimeout(cause)) throw cause;
    throw tooSlow(`It was not found within ${seconds} s; narrow it down by ${narrowBy}.`, {
      cause,
    });
  }
}

/** SQLSTATE 57014, wherever the driver's adapter puts it. */
const saysTimeout = (error: unknown): boolean =>
  error instanceof Error && /57014|statement timeout/.test(error.message);
