import {
  idMapExample,
  idMapSchema,
  refreshSchema,
  rollBackRequestSchema,
  rolledBackSchema,
  toIdMapBody,
  toRolledBackBody,
} from '../contract/id-map.js';
import { defineRoute } from '../define-route.js';

const path = '/api/v1/id-map';
const tags = ['Id map'];

const getIdMap = defineRoute({
  method: 'get',
  path,
  scope: 'admin:id-map',
  summary: 'See what titles are matched with',
  description:
    'The data files the id map is made of: which version of each counts, where it comes from, and how its last refresh went.',
  tags,
  responses: {
    200: { description: 'The id map.', schema: idMapSchema, example: idMapExample },
  },
  handler: async (_request, { idMap, clock }) => ({
    status: 200,
    body: toIdMapBody(await idMap.view(), clock.now()),
  }),
});

const refreshIdMap = defineRoute({
  method: 'post',
  path: `${path}/refresh`,
  scope: 'admin:id-map',
  audit: 'id-map.refresh-requested',
  summary: 'Refresh the id map now',
  description:
    'Starts the job that does so daily, or joins it while it runs. Only a file that is whole and has not shrunk is taken; plays that wait for a newer id map are looked at again by the next sync.',
  tags,
  responses: {
    202: {
      description: 'Under way; GET /api/v1/id-map says how each refresh ended.',
      schema: refreshSchema,
      example: { outcome: 'started' },
    },
  },
  handler: async ({ tell }, { idMap }) => {
    const { outcome, workflowId } = await idMap.requestRefresh();
    tell({ target: { kind: 'job', id: 'id-map-refresh' }, detail: { outcome }, workflowId });
    return { status: 202, headers: { location: path }, body: { outcome } };
  },
});

const rollBackIdMap = defineRoute({
  method: 'post',
  path: `${path}/rollback`,
  scope: 'admin:id-map',
  audit: 'id-map.rolled-back',
  summary: 'Go back to the version before',
  description:
    'For when a new version matches worse. The one left is not taken again until its content changes. Marks made by it stay.',
  tags,
  input: { body: rollBackRequestSchema },
  bodyExample: { data_set: 'bangumi-data' },
  responses: {
    200: {
      description: 'What counts from now on; every process follows within a minute.',
      schema: rolledBackSchema,
      example: { data_set: 'bangumi-data', from: 'sha256:6b86b273ff34', to: 'sha256:d4735e3a265e' },
    },
  },
  problems: ['not-found'],
  handler: async ({ body, tell }, { idMap }) => {
    tell({ target: { kind: 'data-set', id: body.data_set } });
    const done = await idMap.rollBack(body.data_set);
    tell({ detail: { from: done.from, to: done.to } });
    return { status: 200, body: toRolledBackBody(done) };
  },
});

export const idMapRoutes = [getIdMap, refreshIdMap, rollBackIdMap];
