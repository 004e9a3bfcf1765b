import {
  cleanedUpExample,
  cleanedUpSchema,
  cleanUpBody,
  cleanUpBodyExample,
  removedSchema,
  statsExample,
  statsQuery,
  statsSchema,
  toCleanedUpBody,
  toStatsBody,
} from '../../contract/translation/keep.js';
import { recordParams } from '../../contract/translation/read.js';
import { defineRoute } from '../../define-route.js';
import { Problem } from '../../problem.js';

const tags = ['Translation records'];
const path = '/api/v1/translation';
const dayMs = 86_400_000;

const removeSession = defineRoute({
  method: 'delete',
  path: `${path}/sessions/{id}`,
  scope: 'translation:write',
  audit: 'translation.removed',
  summary: 'Remove a session',
  description: 'Its tasks go with it.',
  tags,
  input: { params: recordParams },
  responses: {
    200: {
      description: 'Gone.',
      schema: removedSchema,
      example: { id: 'frieren-s01e03', tasks: 370 },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, tell }, { translation }) => {
    tell({ target: { kind: 'translation-session', id: params.id } });
    const tasks = await translation.removeSession(userId, params.id);
    if (tasks === undefined)
      throw new Problem('not-found', `No session of yours has the id ${params.id}.`);
    tell({ detail: { tasks } });
    return { status: 200, body: { id: params.id, tasks } };
  },
});

const cleanUp = defineRoute({
  method: 'post',
  path: `${path}/sessions/cleanup`,
  scope: 'translation:write',
  audit: 'translation.cleaned-up',
  summary: 'Remove old sessions',
  description:
    'Finished ones that nobody has written to for some days, with their tasks, a few at a time. One that has a pending or processing task stays. Only counts unless `dry_run` is false.',
  tags,
  input: { body: cleanUpBody },
  bodyExample: cleanUpBodyExample,
  responses: {
    200: {
      description: 'What was removed, or would be.',
      schema: cleanedUpSchema,
      example: cleanedUpExample,
    },
  },
  handler: async ({ actor: { userId }, body, tell }, { translation, clock }) => {
    const { older_than_days: days, statuses, dry_run: isDryRun, limit } = body;
    const untouchedSince = new Date(clock.now().getTime() - days * dayMs);
    const cleaned = await translation.cleanUp({
      userId,
      statuses,
      untouchedSince,
      isDryRun,
      limit,
    });
    tell({ detail: { ...body, sessions: cleaned.sessions, tasks: cleaned.tasks } });
    return { status: 200, body: toCleanedUpBody(cleaned, isDryRun) };
  },
});

const readStats = defineRoute({
  method: 'get',
  path: `${path}/stats`,
  scope: 'translation:read',
  summary: 'Counts, rates, sizes and cost',
  description:
    'Of everything, or of what was created in a time. All of it is read: name a time where there are millions.',
  tags,
  input: { query: statsQuery },
  responses: { 200: { description: 'The numbers.', schema: statsSchema, example: statsExample } },
  handler: async ({ actor: { userId }, query }, { translation }) => {
    const { created_from: createdFrom, created_to: createdTo } = query;
    const stats = await translation.stats({ userId, createdFrom, createdTo });
    return { status: 200, body: toStatsBody(stats) };
  },
});

export const keepRecordRoutes = [cleanUp, removeSession, readStats];
