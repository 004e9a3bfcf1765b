import {
  previewExample,
  previewRequestSchema,
  previewSchema,
  summarySchema,
  toPreviewBody,
  toSummaryBody,
} from '../../contract/schedule.js';
import { defineRoute } from '../../define-route.js';
import { path, tags } from './schedules.js';

const previewSchedule = defineRoute({
  method: 'post',
  path: `${path}/preview`,
  scope: 'schedules:read',
  audit: 'nothing',
  summary: 'See when a schedule would run',
  description:
    'The next ten runs of a cron expression or interval as you would have them, before anything is saved; clock times that daylight saving skips or doubles are shown.',
  tags,
  input: { body: previewRequestSchema },
  bodyExample: { cron: '30 2 * * *', time_zone: 'Europe/Berlin' },
  responses: {
    200: { description: 'The runs.', schema: previewSchema, example: previewExample },
  },
  handler: async ({ actor: { userId }, body }, { clock }) =>
    Promise.resolve({
      status: 200,
      body: toPreviewBody(body, { kind: body.kind, userId, now: clock.now() }),
    }),
});

const summariseSchedules = defineRoute({
  method: 'get',
  path: `${path}/summary`,
  scope: 'schedules:read',
  summary: 'How the schedules stand',
  description: 'Your own; an administrator’s answer is of everybody.',
  tags,
  responses: {
    200: {
      description: 'Counts, the next run, and the latest trouble.',
      schema: summarySchema,
      example: {
        of: 'everyone',
        total: 12,
        running: 10,
        paused: {
          person: 1,
          operator: 0,
          connection: 0,
          outside: 1,
          settings: 0,
          account: 0,
          cron: 0,
          process: 0,
        },
        next: { schedule_id: 'history:u_5d0f1c2b3a4e5f60', at: '2026-11-22T10:42:17.000Z' },
        last_error: null,
      },
    },
  },
  handler: async ({ actor }, { schedules }) => {
    const isAdmin = actor.role === 'admin';
    const summary = await schedules.summary(isAdmin ? undefined : actor.userId);
    return { status: 200, body: toSummaryBody(summary, isAdmin ? 'everyone' : 'own') };
  },
});

export const schedulePreviewRoutes = [previewSchedule, summariseSchedules];
