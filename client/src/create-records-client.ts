import { checkVerdicts } from './check-verdicts.js';
import { createAsk, type Ask, type Connection, type Query } from './http/ask.js';
import type {
  CleanedUp,
  CleanUp,
  FlushReport,
  IncompletePage,
  IncompleteQuery,
  IncompleteSession,
  RemovedSession,
  Session,
  SessionDraft,
  SessionPage,
  SessionsQuery,
  SessionTasksQuery,
  Stats,
  StatsQuery,
  Task,
  TaskDraft,
  TaskPage,
  TasksQuery,
  Unpaged,
  Verdicts,
} from './records.js';
import { readRestored, type RestoredSession } from './restore-session.js';

export interface WriteOptions {
  /** All of them or none: an invalid item refuses the batch (RecordsError `refused`). */
  readonly atomic?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The translation records of one person. Every call throws RecordsError; none is tried again by itself: the outbox does that. */
export interface RecordsClient {
  /** 1 to 1,000 sessions. Answered when what the verdicts say is on the disk. */
  writeSessions(items: readonly SessionDraft[], options?: WriteOptions): Promise<Verdicts>;
  /** Likewise; the sessions they belong to must be there. */
  writeTasks(items: readonly TaskDraft[], options?: WriteOptions): Promise<Verdicts>;
  /** What waits in the server is written now. */
  flush(): Promise<FlushReport>;
  listSessions(query?: SessionsQuery): Promise<SessionPage>;
  listTasks(query?: TasksQuery): Promise<TaskPage>;
  listSessionTasks(id: string, query?: SessionTasksQuery): Promise<TaskPage>;
  listIncompleteSessions(query?: IncompleteQuery): Promise<IncompletePage>;
  /** Page after page by cursor: nothing twice, nothing left out. */
  eachSession(query?: Unpaged<SessionsQuery>): AsyncGenerator<Session>;
  eachTask(query?: Unpaged<TasksQuery>): AsyncGenerator<Task>;
  eachIncompleteSession(query?: Unpaged<IncompleteQuery>): AsyncGenerator<IncompleteSession>;
  readSession(id: string): Promise<Session>;
  readTask(id: string): Promise<Task>;
  /** A session and what is left to do of it, as it comes, however much it is. */
  restoreSession(id: string): Promise<RestoredSession>;
  /** Its tasks go with it. */
  removeSession(id: string): Promise<RemovedSession>;
  cleanUp(policy: CleanUp): Promise<CleanedUp>;
  readStats(query?: StatsQuery): Promise<Stats>;
}

export function createRecordsClient(connection: Connection): RecordsClient {
  const ask = createAsk(connection);
  return { ...writing(ask), ...reading(ask), ...keeping(ask) };
}

// What comes back is of the contract the types were made from; a server of another version is what its own `/openapi.json` says.

const get = async <T>(ask: Ask, path: string, query?: Query): Promise<T> =>
  (await ask.json({ method: 'GET', path, query })) as T;

const idOf = (id: string): string => encodeURIComponent(id);

function writing(ask: Ask) {
  const write = async (
    path: string,
    items: readonly { readonly id: string }[],
    { atomic, signal }: WriteOptions = {},
  ): Promise<Verdicts> => {
    const query = { atomic };
    return checkVerdicts(
      await ask.json({ method: 'POST', path, query, body: { items }, signal }),
      items,
    );
  };
  return {
    writeSessions: (items, options) => write('/sessions/batch', items, options),
    writeTasks: (items, options) => write('/tasks/batch', items, options),
    flush: async () => (await ask.json({ method: 'POST', path: '/flush' })) as FlushReport,
  } satisfies Partial<RecordsClient>;
}

function reading(ask: Ask) {
  const listSessions = (query?: SessionsQuery) => get<SessionPage>(ask, '/sessions', query);
  const listTasks = (query?: TasksQuery) => get<TaskPage>(ask, '/tasks', query);
  const listIncompleteSessions = (query?: IncompleteQuery) =>
    get<IncompletePage>(ask, '/recovery/incomplete-sessions', query);
  return {
    listSessions,
    listTasks,
    listIncompleteSessions,
    listSessionTasks: (id, query) => get<TaskPage>(ask, `/sessions/${idOf(id)}/tasks`, query),
    eachSession: (query = {}) => eachOf(listSessions, query),
    eachTask: (query = {}) => eachOf(listTasks, query),
    eachIncompleteSession: (query = {}) => eachOf(listIncompleteSessions, query),
    readSession: (id) => get<Session>(ask, `/sessions/${idOf(id)}`),
    readTask: (id) => get<Task>(ask, `/tasks/${idOf(id)}`),
    restoreSession: async (id) =>
      readRestored(await ask.stream({ method: 'POST', path: `/recovery/restore/${idOf(id)}` })),
  } satisfies Partial<RecordsClient>;
}

function keeping(ask: Ask) {
  return {
    removeSession: async (id) =>
      (await ask.json({ method: 'DELETE', path: `/sessions/${idOf(id)}` })) as RemovedSession,
    cleanUp: async (policy) =>
      (await ask.json({ method: 'POST', path: '/sessions/cleanup', body: policy })) as CleanedUp,
    readStats: (query) => get<Stats>(ask, '/stats', query),
  } satisfies Partial<RecordsClient>;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

async function* eachOf<T, Q extends object>(
  list: (query: Q & { readonly cursor?: string | undefined }) => Promise<Page<T>>,
  query: Q,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, cursor });
    yield* page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
