import { z } from 'zod';
import { commonFields, sessionFields, taskFields } from './fields.js';

/** A session as a service sends it: the whole of it, what is left out is empty. Fields are named as the columns are. */
export const sessionDraft = z
  .strictObject({ ...commonFields, ...sessionFields })
  .meta({ id: 'TranslationSessionDraft' });
export type SessionDraft = z.output<typeof sessionDraft>;

/** A task likewise. */
export const taskDraft = z
  .strictObject({ ...commonFields, ...taskFields })
  .meta({ id: 'TranslationTaskDraft' });
export type TaskDraft = z.output<typeof taskDraft>;

/** What deciding looks at. */
export interface Draft {
  readonly id: string;
  readonly version: number;
  readonly status: SessionDraft['status'];
  /** Of tasks. */
  readonly session_id?: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}
