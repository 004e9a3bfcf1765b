import {
  cleanupPlanSchema,
  jobAskedSchema,
  jobExample,
  jobListSchema,
  jobParams,
  jobRunExample,
  jobRunPageSchema,
  jobRunsQuery,
  jobSchema,
  toCleanupPlanBody,
  toJobBody,
  toJobRunBody,
} from '../contract/job.js';
import type { JobName } from '../../orchestration/jobs.js';
import { reasonSchema } from '../contract/schedule.js';
import { defineRoute } from '../define-route.js';
import { Problem } from '../problem.js';
import type { ApiContext } from '../route.js';

const tags = ['Jobs'];
const path = '/api/v1/jobs';
const onePath = `${path}/{name}`;

const one = {
  200: { description: 'The job.', schema: jobSchema, example: jobExample },
} as const;

const listJobs = defineRoute({
  method: 'get',
  path,
  scope: 'admin:jobs',
  summary: 'List the jobs that keep the house',
  description:
    'Each with when it comes due, its last run, and how its runs of the last thirty days went.',
  tags,
  responses: {
    200: { description: 'All jobs.', schema: jobListSchema, example: { items: [jobExample] } },
  },
  handler: async (_request, { jobs }) => ({
    status: 200,
    body: { items: (await jobs.list()).map(toJobBody) },
  }),
});

const getJob = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'admin:jobs',
  summary: 'One job',
  description: 'When it comes due, its last run, and how its runs of the last thirty days went.',
  tags,
  input: { params: jobParams },
  responses: one,
  handler: async ({ params }, context) => ({ status: 200, body: await read(params.name, context) }),
});

const listRuns = defineRoute({
  method: 'get',
  path: `${onePath}/runs`,
  scope: 'admin:jobs',
  summary: 'List the runs of a job',
  description:
    'Newest first. A run is `RUNNING` from before its work until it has ended; one whose process or Temporal was lost ends `FAILED`.',
  tags,
  input: { params: jobParams, query: jobRunsQuery },
  responses: {
    200: {
      description: 'A page of runs.',
      schema: jobRunPageSchema,
      example: { items: [jobRunExample], next_cursor: null },
    },
  },
  handler: async ({ params, query }, { jobs }) => {
    const { items, nextCursor } = await jobs.runs(params.name, query);
    return { status: 200, body: { items: items.map(toJobRunBody), next_cursor: nextCursor } };
  },
});

const runJob = defineRoute({
  method: 'post',
  path: `${onePath}/run`,
  scope: 'admin:jobs',
  audit: 'job.requested',
  summary: 'Run a job now',
  description: 'Also while it is paused. A run under way is joined: there are never two at once.',
  tags,
  input: { params: jobParams },
  responses: {
    202: {
      description: 'Under way; `Location` lists its runs.',
      schema: jobAskedSchema,
      example: { outcome: 'started' },
    },
  },
  problems: ['not-found'],
  handler: async ({ params: { name }, tell }, { jobs }) => {
    tell({ target: { kind: 'job', id: name } });
    const asked = await jobs.request(name);
    if (asked === undefined)
      throw new Problem('not-found', `${name} has nothing to do as this is configured.`);
    const { outcome, workflowId } = asked;
    tell({ detail: { outcome }, workflowId });
    const location = `${path}/${name}/runs`;
    return { status: 202, headers: { location }, body: { outcome } };
  },
});

const planCleanup = defineRoute({
  method: 'get',
  path: `${path}/cleanup/plan`,
  scope: 'admin:jobs',
  summary: 'See what cleanup would remove',
  description: 'Counts what is kept no longer, by what it is. Nothing is removed.',
  tags,
  responses: {
    200: {
      description: 'What would go now.',
      schema: cleanupPlanSchema,
      example: { items: [{ name: 'auditRecords', kept_days: 183, rows: 412 }] },
    },
  },
  handler: async (_request, { jobs }) => ({
    status: 200,
    body: toCleanupPlanBody(await jobs.cleanupPlan()),
  }),
});

const pauseJob = defineRoute({
  method: 'post',
  path: `${onePath}/pause`,
  scope: 'admin:jobs',
  audit: 'job.paused',
  summary: 'Pause a job',
  description: 'It no longer comes due, over restarts too, until it is resumed.',
  tags,
  input: { params: jobParams, body: reasonSchema },
  bodyExample: { reason: 'the disk is full' },
  responses: one,
  problems: ['not-found', 'schedule-held'],
  handler: async ({ params: { name }, actor, body, tell }, context) => {
    tell({ target: { kind: 'job', id: name }, detail: { reason: body.reason } });
    const asking = { actorId: actor.userId, reason: body.reason };
    orProblem(await context.jobs.pause(name, asking));
    return { status: 200, body: await read(name, context) };
  },
});

const resumeJob = defineRoute({
  method: 'post',
  path: `${onePath}/resume`,
  scope: 'admin:jobs',
  audit: 'job.resumed',
  summary: 'Resume a job',
  description: 'It comes due again at its next time. Nothing is made up for.',
  tags,
  input: { params: jobParams },
  responses: one,
  problems: ['not-found', 'schedule-held'],
  handler: async ({ params: { name }, actor, tell }, context) => {
    tell({ target: { kind: 'job', id: name } });
    orProblem(await context.jobs.resume(name, { actorId: actor.userId, reason: '' }));
    return { status: 200, body: await read(name, context) };
  },
});

const read = async (name: JobName, { jobs }: ApiContext) => toJobBody(await jobs.find(name));

function orProblem(asked: Awaited<ReturnType<ApiContext['jobs']['pause']>>): void {
  if (asked.outcome === 'not-found')
    throw new Problem('not-found', 'It has no schedule: it is not configured here.');
  if (asked.outcome === 'held')
    throw new Problem('schedule-held', `All jobs rest: ${asked.pause.reason}.`);
}

export const jobRoutes = [listJobs, getJob, listRuns, planCleanup, runJob, pauseJob, resumeJob];
