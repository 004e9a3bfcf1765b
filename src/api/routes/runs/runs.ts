import { toRunBody } from '../../contract/run.js';
import {
  runItemExample,
  runItemsQuery,
  runItemsSchema,
  toRunItemBody,
} from '../../contract/runs/run-items.js';
import {
  runMarkExample,
  runMarksQuery,
  runMarksSchema,
  toRunMarkBody,
} from '../../contract/runs/run-marks.js';
import { runDetailExample, runDetailSchema, runParams } from '../../contract/runs/run-state.js';
import { defineRoute } from '../../define-route.js';
import { requestSyncAt } from '../sync.js';
import { listRunsAt } from '../sync-history.js';
import { findTask } from './find-task.js';

const tags = ['Sync'];
const path = '/api/v1/runs';

const readRun = defineRoute({
  method: 'get',
  path: `${path}/{id}`,
  scope: 'sync:read',
  summary: 'One run',
  description:
    'With its certificate, the upstream requests it used, what to do about it and when it is worth trying again. Also of a run that waits behind another.',
  tags,
  input: { params: runParams },
  responses: {
    200: { description: 'The run.', schema: runDetailSchema, example: runDetailExample },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params }, context) => {
    const { id, state, run } = await findTask({ userId, taskId: params.id }, context);
    return { status: 200, body: { id, state, run: run === undefined ? null : toRunBody(run) } };
  },
});

const listItems = defineRoute({
  method: 'get',
  path: `${path}/{id}/items`,
  scope: 'sync:read',
  summary: 'What became of each play',
  description:
    'Plays that this run was the last to move, as they stand now: one that a later run moved is listed there. What was proven earlier and not touched is in no list but counted in the certificate. Page on by sending `next_cursor` as `cursor` with the same filter.',
  tags,
  input: { params: runParams, query: runItemsQuery },
  responses: {
    200: {
      description: 'A page of plays.',
      schema: runItemsSchema,
      example: { items: [runItemExample], next_cursor: null },
    },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findTask({ userId, taskId: params.id }, context);
    const page = await context.runs.items({ userId, runId: id }, query);
    return {
      status: 200,
      body: { items: page.items.map(toRunItemBody), next_cursor: page.nextCursor },
    };
  },
});

const listMarks = defineRoute({
  method: 'get',
  path: `${path}/{id}/marks`,
  scope: 'sync:read',
  summary: 'What a run set on Bangumi',
  description:
    'Each mark, state and rate with what was there before, and what came of taking it back: POST …/undo does that.',
  tags,
  input: { params: runParams, query: runMarksQuery },
  responses: {
    200: {
      description: 'A page of marks, in the order they were set.',
      schema: runMarksSchema,
      example: { items: [runMarkExample], next_cursor: null },
    },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findTask({ userId, taskId: params.id }, context);
    const page = await context.runs.marks(id, query);
    return {
      status: 200,
      body: { items: page.items.map(toRunMarkBody), next_cursor: page.nextCursor },
    };
  },
});

export const runRoutes = [
  listRunsAt(path),
  requestSyncAt(path, (runId) => `${path}/${runId}`),
  readRun,
  listItems,
  listMarks,
];
