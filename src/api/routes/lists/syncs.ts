import { randomUUID } from 'node:crypto';
import {
  listRunExample,
  listRunPageSchema,
  listRunParams,
  listRunSchema,
  listSyncSchema,
  listTicketExample,
  listTicketSchema,
  toListRunBody,
} from '../../contract/lists/list-run.js';
import { listParams } from '../../contract/lists/list.js';
import { pageQuery } from '../../contract/page.js';
import { cancelSchema, idempotencyHeaders } from '../../contract/sync.js';
import { listWorkflowId } from '../../../orchestration/lists.js';
import { defineRoute } from '../../define-route.js';
import { Problem } from '../../problem.js';
import { findList, findLiveList, onePath, path, tags } from './find-list.js';
import { toListTicket } from './to-list-ticket.js';

const syncPath = `${onePath}/sync`;

const syncList = defineRoute({
  method: 'post',
  path: syncPath,
  scope: 'lists:write',
  audit: 'list.sync-requested',
  summary: 'Bring a list to Trakt now',
  description:
    'Answers at once which run serves the request: a new one, the one under way, or one that starts after it. All lists at once: POST /api/v1/schedules/lists/run. Send an Idempotency-Key to be able to repeat the request safely.',
  tags,
  input: { params: listParams, body: listSyncSchema, headers: idempotencyHeaders },
  bodyExample: { allow_removals: false },
  responses: {
    202: {
      description: 'Taken; `Location` is where its result will be.',
      schema: listTicketSchema,
      example: listTicketExample,
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, body, headers, tell }, context) => {
    tell({ target: { kind: 'list', id: params.id } });
    const { id: listId } = await findLiveList(userId, params.id, context);
    const { allow_removals: allowsRemovals, relink } = body;
    const requestId = headers['idempotency-key'] ?? randomUUID();
    const request = { requestId, trigger: 'manual', allowsRemovals, relink } as const;
    const ticket = await context.lists.request({ userId, listId }, request);
    const { runId, outcome } = ticket;
    tell({
      target: { kind: 'list', id: listId },
      detail: { run: runId, outcome, allow_removals: allowsRemovals, relink },
      workflowId: ticket.workflowId,
    });
    return {
      status: 202,
      headers: { location: `${path}/${listId}/runs/${runId}` },
      body: toListTicket(ticket),
    };
  },
});

const cancelSync = defineRoute({
  method: 'delete',
  path: syncPath,
  scope: 'lists:write',
  audit: 'list.sync-cancelled',
  summary: 'Stop bringing a list to Trakt',
  description:
    'The run under way, and those that wait behind it. What is done stays done. With none under way nothing happens, and the answer says so.',
  tags,
  input: { params: listParams },
  responses: {
    202: {
      description: 'Taken; `outcome` tells whether there was anything to cancel.',
      schema: cancelSchema,
      example: { outcome: 'cancelling' },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, tell }, context) => {
    tell({ target: { kind: 'list', id: params.id } });
    const { id } = await findLiveList(userId, params.id, context);
    tell({ workflowId: listWorkflowId(id) });
    const outcome = await context.lists.cancel(id);
    return { status: 202, headers: { location: `${path}/${id}/runs` }, body: { outcome } };
  },
});

const listRuns = defineRoute({
  method: 'get',
  path: `${onePath}/runs`,
  scope: 'lists:read',
  summary: 'What became of bringing a list to Trakt',
  description: 'Newest first, also of one that was deleted. The latest two hundred are kept.',
  tags,
  input: { params: listParams, query: pageQuery },
  responses: {
    200: {
      description: 'A page of runs.',
      schema: listRunPageSchema,
      example: { items: [listRunExample], next_cursor: null },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findList(userId, params.id, context);
    const page = await context.lists.runs.page(id, query);
    return {
      status: 200,
      body: { items: page.items.map(toListRunBody), next_cursor: page.nextCursor },
    };
  },
});

const readRun = defineRoute({
  method: 'get',
  path: `${onePath}/runs/{run_id}`,
  scope: 'lists:read',
  summary: 'One run of a list',
  description: 'With what was added and removed, and what Trakt does not show.',
  tags,
  input: { params: listRunParams },
  responses: {
    200: { description: 'The run.', schema: listRunSchema, example: listRunExample },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, context) => {
    const { id } = await findList(userId, params.id, context);
    const run = await context.lists.runs.find(userId, params.run_id);
    if (run?.listId === id) return { status: 200, body: toListRunBody(run) };
    const what = JSON.stringify(params.run_id);
    throw new Problem('not-found', `The list has no run ${what}; one that waits has not begun.`);
  },
});

export const listSyncRoutes = [syncList, cancelSync, listRuns, readRun];
