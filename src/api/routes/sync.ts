import { randomUUID } from 'node:crypto';
import {
  cancelSchema,
  idempotencyHeaders,
  manualSyncSchema,
  statusExample,
  statusQuery,
  statusSchema,
  syncTicketExample,
  syncTicketSchema,
} from '../contract/sync.js';
import { historyWorkflowId } from '../../orchestration/commands.js';
import { defineRoute } from '../define-route.js';
import type { ApiPorts } from '../ports.js';
import { planPath } from './plans.js';
import { readCurrentStatus, readTaskStatus } from './sync-status.js';

const tags = ['Sync'];
const statusPath = '/api/trakt/sync/status';

type Ticket = Awaited<ReturnType<ApiPorts['syncs']['request']>>;

export const toTicketBody = ({ runId, outcome, workflowId }: Ticket) => ({
  task_id: runId,
  run_id: runId,
  outcome,
  workflow_id: workflowId,
  dry_run: false,
});

/** The request for a sync at one of its addresses; `whereIs` names the place to ask for the run. */
export const requestSyncAt = (path: string, whereIs: (runId: string) => string) =>
  defineRoute({
    method: 'post',
    path,
    scope: 'sync:run',
    audit: 'run.requested',
    summary: 'Sync now',
    description:
      'Answers at once which run serves the request: a new one, the one under way, or one that starts after it. With `dry_run` nothing is written; see /api/v1/plans. Send an Idempotency-Key to be able to repeat the request safely.',
    tags,
    input: { body: manualSyncSchema, headers: idempotencyHeaders },
    bodyExample: { mode: 'normal' },
    responses: {
      202: {
        description: 'Taken; `Location` is where to ask for progress and result.',
        schema: syncTicketSchema,
        example: syncTicketExample,
      },
    },
    handler: async ({ actor: { userId }, body, headers, tell }, { plans, settings, syncs }) => {
      const wish = {
        requestId: headers['idempotency-key'] ?? randomUUID(),
        mode: body.mode,
        trigger: 'manual',
      } as const;
      if (body.dry_run ?? (await settings.read(userId)).dryRun) {
        const { planId, ...ticket } = await plans.request(userId, wish);
        tell({
          target: { kind: 'plan', id: planId },
          detail: { mode: body.mode, outcome: ticket.outcome, dry_run: true },
          workflowId: ticket.workflowId,
        });
        return {
          status: 202,
          headers: { location: planPath(planId) },
          body: { ...toTicketBody({ runId: planId, ...ticket }), dry_run: true },
        };
      }
      const ticket = await syncs.request(userId, wish);
      const { outcome, runId, workflowId } = ticket;
      tell({
        target: { kind: 'run', id: runId },
        detail: { mode: body.mode, outcome },
        workflowId,
      });
      return {
        status: 202,
        headers: { location: whereIs(runId) },
        body: toTicketBody(ticket),
      };
    },
  });

const requestSync = requestSyncAt(
  '/api/trakt/sync/manual',
  (runId) => `${statusPath}?task_id=${encodeURIComponent(runId)}`,
);

const cancelSync = defineRoute({
  method: 'post',
  path: '/api/trakt/sync/cancel',
  scope: 'sync:run',
  audit: 'run.cancelled',
  summary: 'Cancel the sync under way',
  description:
    'What is done stays done; the rest is left for the next run. With no sync under way nothing happens, and the answer says so.',
  tags,
  responses: {
    202: {
      description: 'Taken; `outcome` tells whether there was anything to cancel.',
      schema: cancelSchema,
      example: { outcome: 'cancelling' },
    },
  },
  handler: async ({ actor, tell }, { syncs }) => {
    const outcome = await syncs.cancel(actor.userId);
    tell({
      target: { kind: 'user', id: actor.userId },
      detail: { outcome },
      workflowId: historyWorkflowId(actor.userId),
    });
    return { status: 202, headers: { location: statusPath }, body: { outcome } };
  },
});

const syncStatus = defineRoute({
  method: 'get',
  path: statusPath,
  scope: 'sync:read',
  summary: 'Progress and result of a sync',
  description: 'Without `task_id`: the run under way or the latest one. With it: that very task.',
  tags,
  input: { query: statusQuery },
  responses: { 200: { description: 'The state.', schema: statusSchema, example: statusExample } },
  problems: ['task-not-found'],
  handler: async ({ actor, query }, context) => ({
    status: 200,
    body:
      query.task_id === undefined
        ? await readCurrentStatus(actor.userId, context)
        : await readTaskStatus({ userId: actor.userId, taskId: query.task_id }, context),
  }),
});

export const syncRoutes = [requestSync, cancelSync, syncStatus];
