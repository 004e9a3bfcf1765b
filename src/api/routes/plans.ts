import { randomUUID } from 'node:crypto';
import { pageQuery } from '../contract/page.js';
import {
  planDetailExample,
  planDetailSchema,
  planExample,
  planItemExample,
  planItemsQuery,
  planItemsSchema,
  planPageSchema,
  planSubjectExample,
  planSubjectsSchema,
  planTicketExample,
  planTicketSchema,
  planWishSchema,
  toPlanBody,
  toPlanDetailBody,
  toPlanItemBody,
  toPlanSubjectBody,
} from '../contract/plan.js';
import {
  planRemovalExample,
  planRemovalsSchema,
  toPlanRemovalBody,
} from '../contract/plan-removal.js';
import { runCancelSchema } from '../contract/runs/run-acts.js';
import { runParams } from '../contract/runs/run-state.js';
import { idempotencyHeaders } from '../contract/sync.js';
import { defineRoute } from '../define-route.js';
import type { ApiPorts } from '../ports.js';
import { Problem } from '../problem.js';

const tags = ['Dry runs'];
const path = '/api/v1/plans';
export const planPath = (planId: string): string => `${path}/${planId}`;

/** Throws `task-not-found`. */
async function findPlan(userId: string, planId: string, { plans }: Pick<ApiPorts, 'plans'>) {
  const plan = await plans.find(userId, planId);
  if (plan !== undefined) return plan;
  throw new Problem('task-not-found', `No dry run of yours has the id ${JSON.stringify(planId)}.`);
}

const listPlans = defineRoute({
  method: 'get',
  path,
  scope: 'sync:read',
  summary: 'List dry runs',
  description: 'Newest first. The latest ten are kept, and those under way.',
  tags,
  input: { query: pageQuery },
  responses: {
    200: {
      description: 'A page of dry runs.',
      schema: planPageSchema,
      example: { items: [planExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { plans }) => {
    const page = await plans.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toPlanBody), next_cursor: page.nextCursor },
    };
  },
});

const requestPlan = defineRoute({
  method: 'post',
  path,
  scope: 'sync:run',
  audit: 'plan.requested',
  summary: 'Work out what a sync would do',
  description:
    'A dry run makes the same decisions as a sync, reads the same, and writes nothing: not to Bangumi, not into the ledger. It may go on beside a sync. Send an Idempotency-Key to be able to repeat the request safely.',
  tags,
  input: { body: planWishSchema, headers: idempotencyHeaders },
  bodyExample: { mode: 'normal' },
  responses: {
    202: {
      description: 'Taken; `Location` is where to ask for progress and result.',
      schema: planTicketSchema,
      example: planTicketExample,
    },
  },
  handler: async ({ actor: { userId }, body, headers, tell }, { plans }) => {
    const { planId, outcome, workflowId } = await plans.request(userId, {
      requestId: headers['idempotency-key'] ?? randomUUID(),
      mode: body.mode,
      trigger: 'manual',
    });
    tell({
      target: { kind: 'plan', id: planId },
      detail: { mode: body.mode, outcome },
      workflowId,
    });
    return {
      status: 202,
      headers: { location: planPath(planId) },
      body: { task_id: planId, plan_id: planId, outcome, workflow_id: workflowId },
    };
  },
});

const readPlan = defineRoute({
  method: 'get',
  path: `${path}/{id}`,
  scope: 'sync:read',
  summary: 'One dry run',
  description: 'How far it has come, and once it has ended, what a sync would do, in numbers.',
  tags,
  input: { params: runParams },
  responses: {
    200: { description: 'The dry run.', schema: planDetailSchema, example: planDetailExample },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params }, context) => {
    const plan = await findPlan(userId, params.id, context);
    const progress = plan.endedAt === null ? await context.plans.progress(plan) : undefined;
    return { status: 200, body: toPlanDetailBody(plan, progress) };
  },
});

const listItems = defineRoute({
  method: 'get',
  path: `${path}/{id}/items`,
  scope: 'sync:read',
  summary: 'What would become of each episode and film',
  description:
    'By series, season and number. Page on by sending `next_cursor` as `cursor` with the same filter.',
  tags,
  input: { params: runParams, query: planItemsQuery },
  responses: {
    200: {
      description: 'A page of episodes and films.',
      schema: planItemsSchema,
      example: { items: [planItemExample], next_cursor: null },
    },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findPlan(userId, params.id, context);
    const page = await context.plans.items(id, query);
    return {
      status: 200,
      body: { items: page.items.map(toPlanItemBody), next_cursor: page.nextCursor },
    };
  },
});

const listSubjects = defineRoute({
  method: 'get',
  path: `${path}/{id}/subjects`,
  scope: 'sync:read',
  summary: 'What would be written to each Bangumi subject',
  description: 'By id. Subjects that need no write are there too, with none.',
  tags,
  input: { params: runParams, query: pageQuery },
  responses: {
    200: {
      description: 'A page of subjects.',
      schema: planSubjectsSchema,
      example: { items: [planSubjectExample], next_cursor: null },
    },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findPlan(userId, params.id, context);
    const page = await context.plans.subjects(id, query);
    return {
      status: 200,
      body: { items: page.items.map(toPlanSubjectBody), next_cursor: page.nextCursor },
    };
  },
});

const listRemovals = defineRoute({
  method: 'get',
  path: `${path}/{id}/removals`,
  scope: 'sync:read',
  summary: 'What would become of marks whose plays are gone from Trakt',
  description: 'Play by play, by Bangumi subject and episode.',
  tags,
  input: { params: runParams, query: pageQuery },
  responses: {
    200: {
      description: 'A page of plays that are gone.',
      schema: planRemovalsSchema,
      example: { items: [planRemovalExample], next_cursor: null },
    },
  },
  problems: ['task-not-found'],
  handler: async ({ actor: { userId }, params, query }, context) => {
    const { id } = await findPlan(userId, params.id, context);
    const page = await context.plans.removals(id, query);
    return {
      status: 200,
      body: { items: page.items.map(toPlanRemovalBody), next_cursor: page.nextCursor },
    };
  },
});

const cancelPlan = defineRoute({
  method: 'post',
  path: `${path}/{id}/cancel`,
  scope: 'sync:run',
  audit: 'plan.cancelled',
  summary: 'Cancel a dry run',
  description: 'A dry run changes nothing, so nothing is left to be done.',
  tags,
  input: { params: runParams },
  responses: {
    202: {
      description: 'Taken; it closes as `cancelled`.',
      schema: runCancelSchema,
      example: { outcome: 'cancelling' },
    },
  },
  problems: ['task-not-found', 'run-ended'],
  handler: async ({ actor: { userId }, params, tell }, context) => {
    tell({ target: { kind: 'plan', id: params.id } });
    const plan = await findPlan(userId, params.id, context);
    tell({ workflowId: plan.workflowId });
    if (plan.endedAt !== null || (await context.plans.cancel(plan)) === 'not-running')
      throw new Problem('run-ended', 'The dry run is not under way any more.');
    return {
      status: 202,
      headers: { location: planPath(plan.id) },
      body: { outcome: 'cancelling' as const },
    };
  },
});

export const planRoutes = [
  listPlans,
  requestPlan,
  readPlan,
  listItems,
  listSubjects,
  listRemovals,
  cancelPlan,
];
