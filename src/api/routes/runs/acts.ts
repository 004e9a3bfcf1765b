import { randomUUID } from 'node:crypto';
import {
  runCancelSchema,
  runRetryExample,
  runRetrySchema,
  runUndoExample,
  runUndoSchema,
} from '../../contract/runs/run-acts.js';
import { runParams } from '../../contract/runs/run-state.js';
import { idempotencyHeaders } from '../../contract/sync.js';
import { defineRoute } from '../../define-route.js';
import { Problem } from '../../problem.js';
import { historyWorkflowId } from '../../../orchestration/commands.js';
import { toTicketBody } from '../sync.js';
import { findTask } from './find-task.js';

const tags = ['Sync'];
const path = '/api/v1/runs/{id}';

const cancelRun = defineRoute({
  method: 'post',
  path: `${path}/cancel`,
  scope: 'sync:run',
  audit: 'run.cancelled',
  summary: 'Cancel a run',
  description:
    'What is done stays done; the rest is left for the next run. With the run under way go those that wait behind it. One that waits cannot be taken out alone.',
  tags,
  input: { params: runParams },
  responses: {
    202: {
      description: 'Taken; the run closes with its certificate.',
      schema: runCancelSchema,
      example: { outcome: 'cancelling' },
    },
  },
  problems: ['task-not-found', 'run-ended', 'run-queued'],
  handler: async ({ actor: { userId }, params, tell }, context) => {
    tell({ target: { kind: 'run', id: params.id }, workflowId: historyWorkflowId(userId) });
    const { id, state } = await findTask({ userId, taskId: params.id }, context);
    if (state === 'queued') {
      throw new Problem(
        'run-queued',
        'The run waits behind another and cannot be taken out alone; it can be cancelled once it has begun, or with the one under way.',
      );
    }
    if (state === 'ended' || (await context.syncs.cancel(userId)) === 'not-running')
      throw new Problem('run-ended', 'The run is not under way any more.');
    return {
      status: 202,
      headers: { location: `/api/v1/runs/${id}` },
      body: { outcome: 'cancelling' as const },
    };
  },
});

const retryRun = defineRoute({
  method: 'post',
  path: `${path}/retry`,
  scope: 'sync:run',
  audit: 'run.retried',
  summary: 'Try what a run could not do again',
  description:
    'Plays, ratings and states that this run was the last to park are looked at again now, whatever they waited for, and a run is asked for; nothing is read from the beginning. What you ignore stays ignored, and what a later run parked is retried there. With an Idempotency-Key a repeated request gets the first answer.',
  tags,
  input: { params: runParams, headers: idempotencyHeaders },
  idempotency: { secrets: [] },
  responses: {
    202: {
      description: 'Taken; `Location` is the run that tries again.',
      schema: runRetrySchema,
      example: runRetryExample,
    },
  },
  problems: ['task-not-found', 'run-not-ended'],
  handler: async ({ actor: { userId }, params, headers, tell }, { runs, syncs }) => {
    tell({ target: { kind: 'run', id: params.id } });
    const task = await findTask({ userId, taskId: params.id }, { runs, syncs });
    if (task.state !== 'ended')
      throw new Problem('run-not-ended', `The run is ${task.state}; wait for its end.`);
    const { released, leftOver } = await runs.retry({ userId, runId: task.id });
    const ticket = await syncs.request(userId, {
      // Apart from the keys of other requests.
      requestId: `retry-${headers['idempotency-key'] ?? randomUUID()}`,
      mode: 'normal',
      trigger: 'manual',
    });
    tell({ detail: { run: ticket.runId, released }, workflowId: ticket.workflowId });
    return {
      status: 202,
      headers: { location: `/api/v1/runs/${ticket.runId}` },
      body: {
        ...toTicketBody(ticket),
        retried_run_id: task.id,
        released,
        left_over: leftOver,
      },
    };
  },
});

const undoRun = defineRoute({
  method: 'post',
  path: `${path}/undo`,
  scope: 'sync:run',
  audit: 'run.undone',
  summary: 'Take back what a run set on Bangumi',
  description:
    'Every mark, state and rate it set goes back to what was there before, if Bangumi still shows it as the run set it: what somebody changed since, or a later run set again, stays and is listed by GET …/marks. Bangumi’s interface cannot remove a collection, so one that the run made stays, without its marks. Plays, ratings and states are left out of later syncs (`undone`) until they are said anew on Trakt, or the undo is undone in turn. With an Idempotency-Key a repeated request gets the first answer.',
  tags,
  input: { params: runParams, headers: idempotencyHeaders },
  idempotency: { secrets: [] },
  responses: {
    202: {
      description: 'Taken; `Location` is the run that takes it back.',
      schema: runUndoSchema,
      example: runUndoExample,
    },
  },
  problems: ['task-not-found', 'run-not-ended', 'nothing-to-undo'],
  handler: async ({ actor: { userId }, params, headers, tell }, { runs, syncs }) => {
    tell({ target: { kind: 'run', id: params.id } });
    const task = await findTask({ userId, taskId: params.id }, { runs, syncs });
    if (task.state !== 'ended')
      throw new Problem('run-not-ended', `The run is ${task.state}; wait for its end.`);
    const { open = 0, 'set-again': setAgain = 0 } = await runs.marksOf(task.id);
    const marks = open + setAgain;
    if (marks === 0) throw new Problem('nothing-to-undo', 'Nothing of it is left to take back.');
    const ticket = await syncs.request(userId, {
      requestId: `undo-${headers['idempotency-key'] ?? randomUUID()}`,
      mode: 'undo',
      trigger: 'manual',
      undoes: task.id,
    });
    tell({ detail: { run: ticket.runId, marks }, workflowId: ticket.workflowId });
    return {
      status: 202,
      headers: { location: `/api/v1/runs/${ticket.runId}` },
      body: { ...toTicketBody(ticket), undone_run_id: task.id, marks },
    };
  },
});

export const runActRoutes = [cancelRun, retryRun, undoRun];
