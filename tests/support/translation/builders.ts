import type { z } from 'zod';
import type { sessionDraft, taskDraft } from '../../../src/areas/translation/index.js';

export type SessionItem = z.input<typeof sessionDraft>;
export type TaskItem = z.input<typeof taskDraft>;

/** A session as a service sends it. */
export const aSession = (over: Partial<SessionItem> = {}): SessionItem => ({
  id: 's1',
  version: 1,
  status: 'processing',
  ...over,
});

/** A task of it. */
export const aTask = (over: Partial<TaskItem> = {}): TaskItem => ({
  id: 't1',
  session_id: 's1',
  version: 1,
  status: 'pending',
  source_text: '人の心を知る旅',
  ...over,
});
