import { randomUUID } from 'node:crypto';
import { largestUpload } from '../../../areas/portable/index.js';
import { importWorkflowId } from '../../../orchestration/imports.js';
import { stableUuid } from '../../../platform/lib/stable-uuid.js';
import { pageQuery } from '../../contract/page.js';
import {
  csvExample,
  faultExample,
  faultPageSchema,
  importExample,
  importPageSchema,
  importParams,
  importQuery,
  importRemovalSchema,
  importSchema,
  importTicketExample,
  importTicketSchema,
  toFaultBody,
  toImportBody,
} from '../../contract/portable/import.js';
import { idempotencyHeaders } from '../../contract/sync.js';
import { defineRoute } from '../../define-route.js';
import type { ApiPorts } from '../../ports.js';
import { Problem } from '../../problem.js';

const tags = ['Import and export'];
const path = '/api/v1/imports';
const onePath = `${path}/{id}`;

/** Throws `not-found`. */
async function findImport(userId: string, id: string, { imports }: Pick<ApiPorts, 'imports'>) {
  const view = await imports.find(userId, id);
  if (view !== undefined) return view;
  throw new Problem('not-found', `No import of yours has the id ${JSON.stringify(id)}.`);
}

const requestImport = defineRoute({
  method: 'post',
  path,
  scope: 'data:import',
  audit: 'import.requested',
  summary: 'Import plays from a file',
  description:
    'The body is the file: Trakt’s own export (the zip, or a JSON file of it), CSV in UTF-8, or JSONL as GET /api/v1/export gives it; 64 MB at most. CSV names its columns in the first line: `type` (episode or movie), one of `trakt_id`, `tmdb_id`, `tvdb_id`, `imdb_id` (of the show, where `season` and `number` are given), `watched_at`; `title` and `action` if you like. An empty `watched_at` is a play nobody knows the time of. Nothing is taken in while a row has a fault, unless `keep_good` says so. Plays that are known already, from Trakt or another file, are joined to them. Afterwards a sync is asked for. Send an Idempotency-Key to be able to repeat the request safely.',
  tags,
  input: { query: importQuery, headers: idempotencyHeaders },
  upload: {
    types: [
      'text/csv',
      'application/zip',
      'application/json',
      'application/jsonl',
      'application/x-ndjson',
      'application/octet-stream',
    ],
    limitBytes: largestUpload,
    example: csvExample,
  },
  responses: {
    202: {
      description: 'Taken; `Location` is where to ask for progress and result.',
      schema: importTicketSchema,
      example: importTicketExample,
    },
  },
  problems: ['idempotency-key-reused', 'idempotency-under-way'],
  handler: async ({ actor: { userId }, query, headers, stream, tell }, { imports, settings }) => {
    const requestId = headers['idempotency-key'] ?? randomUUID();
    const id = stableUuid('import', userId, requestId);
    const timeZone = query.time_zone ?? (await settings.read(userId)).timeZone;
    const workflowId = importWorkflowId(id);
    const { format, keep_good: keepGood, dry_run: dryRun } = query;
    const options = { format, timeZone, keepGood, dryRun };
    const view = await imports.receive({ id, userId, requestId, workflowId, ...options }, stream);
    // One that is over is not begun again.
    const outcome = view.status === 'running' ? await imports.start(view) : 'joined';
    tell({
      target: { kind: 'import', id },
      detail: { ...options, size: view.size, outcome },
      workflowId,
    });
    return {
      status: 202,
      headers: { location: `${path}/${id}` },
      body: { import_id: id, outcome, workflow_id: workflowId },
    };
  },
});

const listImports = defineRoute({
  method: 'get',
  path,
  scope: 'data:import',
  summary: 'List imports',
  description: 'Newest first. The latest fifty are kept, and those under way.',
  tags,
  input: { query: pageQuery },
  responses: {
    200: {
      description: 'A page of imports.',
      schema: importPageSchema,
      example: { items: [importExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { imports }) => {
    const page = await imports.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toImportBody), next_cursor: page.nextCursor },
    };
  },
});

const readImport = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'data:import',
  summary: 'One import',
  description: 'How far it has come, and what came of it.',
  tags,
  input: { params: importParams },
  responses: {
    200: { description: 'The import.', schema: importSchema, example: importExample },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, context) => ({
    status: 200,
    body: toImportBody(await findImport(userId, params.id, context)),
  }),
});

const listFaults = defineRoute({
  method: 'get',
  path: `${onePath}/faults`,
  scope: 'data:import',
  summary: 'What is wrong with a file',
  description: 'Row, column and reason, as the rows come; the first thousand.',
  tags,
  input: { params: importParams, query: pageQuery },
  responses: {
    200: {
      description: 'A page of faults.',
      schema: faultPageSchema,
      example: { items: [faultExample], next_cursor: null },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findImport(userId, params.id, context);
    const page = await context.imports.faults(id, query);
    return {
      status: 200,
      body: { items: page.items.map(toFaultBody), next_cursor: page.nextCursor },
    };
  },
});

const removeImport = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'data:import',
  audit: 'import.cancelled',
  summary: 'Cancel or forget an import',
  description:
    'One that goes on stops, and nothing of it is taken in. Of one that is over its record is removed; the plays stay.',
  tags,
  input: { params: importParams },
  responses: {
    200: {
      description: 'Done, or asked to stop.',
      schema: importRemovalSchema,
      example: { outcome: 'cancelling' },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, tell }, context) => {
    tell({ target: { kind: 'import', id: params.id } });
    const view = await findImport(userId, params.id, context);
    tell({ workflowId: view.workflowId });
    return { status: 200, body: { outcome: await context.imports.remove(view) } };
  },
});

export const importRoutes = [requestImport, listImports, readImport, listFaults, removeImport];
