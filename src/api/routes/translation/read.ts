import type { RecordPage, TaskView } from '../../../areas/translation/index.js';
import {
  recordParams,
  sessionPageExample,
  sessionPageSchema,
  sessionsQuery,
  sessionTasksQuery,
  taskPageExample,
  taskPageSchema,
  tasksQuery,
  toFilter,
  toPageBody,
  toPageWish,
} from '../../contract/translation/read.js';
import {
  sessionExample,
  sessionSchema,
  taskExample,
  taskSchema,
  toSessionBody,
  toTaskBody,
} from '../../contract/translation/record.js';
import { defineRoute } from '../../define-route.js';

const path = '/api/v1/translation';

const common = {
  method: 'get',
  scope: 'translation:read',
  tags: ['Translation records'],
  rate: 'records',
} as const;

const paging =
  'By cursor nothing is shown twice or left out, however much is written meanwhile. By number send `as_of` of the first page along.';

const listSessions = defineRoute({
  ...common,
  path: `${path}/sessions`,
  summary: 'List sessions',
  description: `Newest first unless sorted otherwise. ${paging}`,
  input: { query: sessionsQuery },
  responses: {
    200: {
      description: 'A page of sessions.',
      schema: sessionPageSchema,
      example: sessionPageExample,
    },
  },
  problems: ['search-too-broad'],
  handler: async ({ actor: { userId }, query }, { translation }) => {
    const wish = toPageWish(query);
    const filter = toFilter(query);
    const page = await translation.listSessions({ userId, filter, sort: query.sort, ...wish });
    const items = page.items.map(toSessionBody);
    return { status: 200, body: { items, ...toPageBody(page, wish.limit) } };
  },
});

const readSession = defineRoute({
  ...common,
  path: `${path}/sessions/{id}`,
  summary: 'One session',
  description: 'As it was last written.',
  input: { params: recordParams },
  responses: {
    200: { description: 'The session.', schema: sessionSchema, example: sessionExample },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, { translation }) => ({
    status: 200,
    body: toSessionBody(await translation.findSession(userId, params.id)),
  }),
});

const toTaskPage = (page: RecordPage<TaskView>, limit: number) => ({
  items: page.items.map(toTaskBody),
  ...toPageBody(page, limit),
});

const listSessionTasks = defineRoute({
  ...common,
  path: `${path}/sessions/{id}/tasks`,
  summary: 'List the tasks of a session',
  description: `In their order unless sorted otherwise. ${paging}`,
  input: { params: recordParams, query: sessionTasksQuery },
  responses: {
    200: { description: 'A page of tasks.', schema: taskPageSchema, example: taskPageExample },
  },
  problems: ['not-found', 'search-too-broad'],
  handler: async ({ actor: { userId }, params, query }, { translation }) => {
    const wish = toPageWish(query);
    const filter = { ...toFilter(query), sessionId: params.id };
    const page = await translation.listTasks({ userId, filter, sort: query.sort, ...wish });
    return { status: 200, body: toTaskPage(page, wish.limit) };
  },
});

const listTasks = defineRoute({
  ...common,
  path: `${path}/tasks`,
  summary: 'List tasks',
  description: `Newest first unless sorted otherwise or of one session. ${paging}`,
  input: { query: tasksQuery },
  responses: {
    200: { description: 'A page of tasks.', schema: taskPageSchema, example: taskPageExample },
  },
  problems: ['not-found', 'search-too-broad'],
  handler: async ({ actor: { userId }, query }, { translation }) => {
    const wish = toPageWish(query);
    const { session_id: sessionId } = query;
    const sort = query.sort ?? (sessionId === undefined ? '-created_at' : 'position');
    const filter = { ...toFilter(query), sessionId };
    const page = await translation.listTasks({ userId, filter, sort, ...wish });
    return { status: 200, body: toTaskPage(page, wish.limit) };
  },
});

const readTask = defineRoute({
  ...common,
  path: `${path}/tasks/{id}`,
  summary: 'One task',
  description: 'As it was last written.',
  input: { params: recordParams },
  responses: { 200: { description: 'The task.', schema: taskSchema, example: taskExample } },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, { translation }) => ({
    status: 200,
    body: toTaskBody(await translation.findTask(userId, params.id)),
  }),
});

export const readRecordRoutes = [listSessions, readSession, listSessionTasks, listTasks, readTask];
