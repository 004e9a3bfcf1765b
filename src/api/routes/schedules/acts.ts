import { z } from 'zod';
import { scheduleIdOf, type Pause } from '../../../areas/schedules/index.js';
import {
  kindParams,
  reasonSchema,
  resumeSchema,
  type ScheduleBody,
} from '../../contract/schedule.js';
import { defineRoute } from '../../define-route.js';
import type { Actor } from '../../ports.js';
import { Problem } from '../../problem.js';
import type { RecordFacts } from '../../route.js';
import { answers, onePath, readSchedule, tags } from './schedules.js';

const pauseSchedule = defineRoute({
  method: 'post',
  path: `${onePath}/pause`,
  scope: 'schedules:write',
  audit: 'schedule.paused',
  summary: 'Pause a schedule',
  description:
    'Until you resume it, over restarts and changed settings. A sync under way goes on, and a manual one is still possible.',
  tags,
  input: { params: kindParams, body: reasonSchema },
  bodyExample: { reason: 'holiday' },
  responses: answers,
  problems: ['not-found', 'schedule-held'],
  handler: async ({ actor, params, body, tell }, context) => {
    tell(factsOf(params.kind, actor, body));
    const asking = askingOf(actor, body.reason);
    orProblem(params.kind, await context.schedules.pause(params.kind, actor.userId, asking));
    return { status: 200, body: await readSchedule(params.kind, actor.userId, context) };
  },
});

const resumeSchedule = defineRoute({
  method: 'post',
  path: `${onePath}/resume`,
  scope: 'schedules:write',
  audit: 'schedule.resumed',
  summary: 'Resume a schedule',
  description:
    'Ends your own pause; an administrator’s key also ends one made by the operator or with Temporal’s own tools. Due times that were paused are not made up for.',
  tags,
  input: { params: kindParams, body: resumeSchema },
  bodyExample: { reason: 'back home' },
  responses: answers,
  problems: ['not-found', 'schedule-held'],
  handler: async ({ actor, params, body, tell }, context) => {
    tell(factsOf(params.kind, actor, body));
    const asking = askingOf(actor, body.reason);
    orProblem(params.kind, await context.schedules.resume(params.kind, actor.userId, asking));
    return { status: 200, body: await readSchedule(params.kind, actor.userId, context) };
  },
});

const triggered = { outcome: 'triggered' } as const;

const runSchedule = defineRoute({
  method: 'post',
  path: `${onePath}/run`,
  scope: 'sync:run',
  audit: 'schedule.triggered',
  summary: 'Run a schedule now',
  description:
    'A due time out of turn, also while paused: it asks whether anything is new, and runs if so. While one is under way nothing more is started: it is the one you asked for. To sync whatever is new or not, and to be told the task, use POST /api/trakt/sync/manual.',
  tags,
  input: { params: kindParams },
  responses: {
    202: {
      description: 'Handed to Temporal; what comes of it is the next of the ticks.',
      schema: z.object({ outcome: z.literal('triggered') }).meta({ id: 'ScheduleTriggered' }),
      example: triggered,
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, context) => {
    tell(factsOf(params.kind, actor));
    const outcome = await context.schedules.trigger(params.kind, actor.userId);
    orProblem(params.kind, { outcome });
    const location = onePath.replace('{kind}', params.kind);
    return { status: 202, headers: { location: `${location}/ticks` }, body: triggered };
  },
});

const askingOf = ({ userId, role }: Actor, reason: string) => ({
  by: 'person' as const,
  reason,
  actorId: userId,
  isAdmin: role === 'admin',
});

type Outcome =
  { readonly outcome: 'done' | 'not-found' } | { readonly outcome: 'held'; readonly pause: Pause };

const heldBy: Readonly<Record<Pause['by'], string>> = {
  person: 'It is paused by its person.',
  operator: 'An operator paused it.',
  outside: 'It was paused with Temporal’s own tools.',
  connection: 'It waits for the account to be connected again.',
  settings: 'It is switched off: set `enabled` in the settings, or of a list.',
  account: 'The account is disabled.',
  process: 'The operator has switched all syncs off (SYNC_ENABLED).',
  cron: 'The operator has switched all jobs off (ENABLE_CRON).',
};

const absent: Readonly<Record<ScheduleBody['kind'], string>> = {
  history: 'There is no schedule yet: connect both accounts first.',
  lists: 'There is no schedule yet: make a list and connect Trakt first.',
};

function orProblem(kind: ScheduleBody['kind'], outcome: Outcome): void {
  if (outcome.outcome === 'not-found') throw new Problem('not-found', absent[kind]);
  if (outcome.outcome !== 'held') return;
  const { by, reason } = outcome.pause;
  throw new Problem('schedule-held', `${heldBy[by]} Reason: ${JSON.stringify(reason)}.`);
}

const factsOf = (kind: ScheduleBody['kind'], { userId }: Actor, detail?: object): RecordFacts => ({
  target: { kind: 'schedule', id: scheduleIdOf(kind, userId) },
  detail,
});

export const scheduleActRoutes = [pauseSchedule, resumeSchedule, runSchedule];
