import { z } from 'zod';
import { runParams, runProgressExample, runProgressSchema } from '../../contract/runs/run-state.js';
import { defineRoute } from '../../define-route.js';
import { findTask, lookForTask } from './find-task.js';
import { lastEventId, readProgress, readStanding } from './run-progress.js';

const tags = ['Sync'];
const path = '/api/v1/runs/{id}';

const runProgress = defineRoute({
  method: 'get',
  path: `${path}/progress`,
  scope: 'sync:read',
  summary: 'How far a run has come',
  description: 'To be told of each change instead of asking again, open `…/events`.',
  tags,
  input: { params: runParams },
  responses: {
    200: {
      description: 'Counts, phase, a title, and when it will be done where that can be told.',
      schema: runProgressSchema,
      example: runProgressExample,
    },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params }, context) => {
    const task = await findTask({ userId, taskId: params.id }, context);
    return { status: 200, body: await readProgress(userId, task, context) };
  },
});

const eventHeaders = z.object({
  'last-event-id': z
    .string()
    .max(100)
    .optional()
    .describe('Of the event seen last, as browsers send it: what is known is not told again.'),
});

const runEvents = defineRoute({
  method: 'get',
  path: `${path}/events`,
  scope: 'sync:read',
  summary: 'Follow a run',
  description:
    'Server-sent events. `progress` holds what …/progress answers, whenever that changes but for `eta`; `end` holds the run with its certificate, as in GET /api/v1/runs/{id}, and is the last. Comments keep the connection alive. A stream that ends without `end` (the server stops, or a quarter of an hour is over) is opened again with `Last-Event-ID`, as EventSource does by itself.',
  tags,
  input: { params: runParams, headers: eventHeaders },
  responses: {
    200: { description: 'Events until the run has ended.', type: 'text/event-stream' },
    204: {
      description: '`Last-Event-ID` is that of `end`: nothing more comes, and nobody need ask.',
      isEmpty: true,
    },
  },
  problems: ['task-not-found', 'too-many-streams'],
  handler: async ({ actor: { userId }, params, headers, log }, context) => {
    const task = await findTask({ userId, taskId: params.id }, context);
    const seen = headers['last-event-id'];
    if (task.state === 'ended' && seen === lastEventId) return { status: 204 };
    const data = context.streams.open({
      userId,
      lastEventId: seen,
      log,
      look: async () => {
        const now = await lookForTask({ userId, taskId: params.id }, context);
        return now === undefined ? undefined : readStanding(userId, now, context);
      },
    });
    return {
      status: 200,
      // A proxy that collects the answer before it hands it on would hold every event back.
      headers: { 'x-accel-buffering': 'no', connection: 'close' },
      content: { type: 'text/event-stream', data },
    };
  },
});

export const followRunRoutes = [runProgress, runEvents];
