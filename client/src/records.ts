import type { components, operations } from './contract.js';

type Schemas = components['schemas'];

/** What may be left out may be `undefined`, too: JSON knows no difference. */
type OrUndefined<T> = {
  readonly [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K];
};

/** A session as it is sent: the whole of it; what is left out is emptied. */
export type SessionDraft = OrUndefined<Schemas['TranslationSessionDraft']>;
/** A task likewise. */
export type TaskDraft = OrUndefined<Schemas['TranslationTaskDraft']>;
/** A session as it is kept. */
export type Session = Schemas['TranslationSession'];
export type Task = Schemas['TranslationTask'];
export type SessionPage = Schemas['TranslationSessionPage'];
export type TaskPage = Schemas['TranslationTaskPage'];
/** One verdict per item, in their order. */
export type Verdicts = Schemas['TranslationVerdicts'];
export type Verdict = Verdicts['verdicts'][number];
export type FlushReport = Schemas['TranslationFlush'];
export type IncompletePage = Schemas['IncompleteTranslationSessionPage'];
export type IncompleteSession = Schemas['IncompleteTranslationSession'];
export type CleanUp = OrUndefined<Schemas['TranslationCleanUp']>;
export type CleanedUp = Schemas['TranslationCleanedUp'];
export type RemovedSession = Schemas['TranslationSessionRemoved'];
export type Stats = Schemas['TranslationStats'];
export type Problem = Schemas['Problem'];

type QueryOf<Name extends keyof operations> = OrUndefined<
  NonNullable<operations[Name]['parameters']['query']>
>;

export type SessionsQuery = QueryOf<'getApiV1TranslationSessions'>;
export type TasksQuery = QueryOf<'getApiV1TranslationTasks'>;
export type SessionTasksQuery = QueryOf<'getApiV1TranslationSessionsIdTasks'>;
export type IncompleteQuery = QueryOf<'getApiV1TranslationRecoveryIncompleteSessions'>;
export type StatsQuery = QueryOf<'getApiV1TranslationStats'>;

/** A query whose pages are turned for you. */
export type Unpaged<Query> = Omit<Query, 'cursor' | 'page' | 'page_size' | 'as_of'>;
