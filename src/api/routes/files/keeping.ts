import {
  orphanPageExample,
  orphanPageSchema,
  orphanQuery,
  reconcileSchema,
  toOrphanPage,
} from '../../contract/files/orphan.js';
import { defineRoute } from '../../define-route.js';

const tags = ['Files'];
const path = '/api/v1/storage/orphans';

const listOrphans = defineRoute({
  method: 'get',
  path,
  scope: 'admin:files',
  summary: 'Objects that belong to no file',
  description:
    'As the last reconciliation saw them. They are removed once they were so for the time of grace.',
  tags,
  input: { query: orphanQuery },
  responses: {
    200: { description: 'A page of them.', schema: orphanPageSchema, example: orphanPageExample },
  },
  handler: async ({ query: { limit, cursor } }, { files }) => ({
    status: 200,
    body: toOrphanPage(await files.orphans(limit + 1, cursor), limit),
  }),
});

const reconcile = defineRoute({
  method: 'post',
  path: '/api/v1/storage/reconcile',
  scope: 'admin:files',
  audit: 'files.reconcile-requested',
  summary: 'Bring files and objects together now',
  description:
    'Starts the job that does so every hour, or joins it while it runs: what expired goes, objects without a file are told and later removed, files without their object are told.',
  tags,
  responses: {
    202: { description: 'Under way.', schema: reconcileSchema, example: { outcome: 'started' } },
  },
  handler: async ({ tell }, { files }) => {
    const { outcome, workflowId } = await files.requestReconcile();
    tell({ target: { kind: 'job', id: 'file-reconcile' }, detail: { outcome }, workflowId });
    return { status: 202, headers: { location: path }, body: { outcome } };
  },
});

export const fileKeepingRoutes = [listOrphans, reconcile];
