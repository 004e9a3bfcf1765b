import type { SyncSettings } from '../../../areas/history/index.js';
import { personalKinds } from '../../../areas/schedules/index.js';
import { expectedOf, matchHeaders } from '../../contract/config.js';
import { pageQuery } from '../../contract/page.js';
import {
  changedKindParams,
  kindParams,
  scheduleChangeSchema,
  scheduleExample,
  scheduleListSchema,
  scheduleSchema,
  tickPageSchema,
  toScheduleBody,
  toTickBody,
  type ScheduleBody,
} from '../../contract/schedule.js';
import { timingTextOf } from '../../contract/timing.js';
import { defineRoute } from '../../define-route.js';
import type { ScheduleStanding } from '../../ports.js';
import type { ApiContext } from '../../route.js';
import { changeAndFollow, nameOf } from '../change-settings.js';

export const path = '/api/v1/schedules';
export const onePath = `${path}/{kind}`;
export const tags = ['Schedules'];

type Kind = ScheduleBody['kind'];

/** A schedule of one's own, as it stands in Temporal now. */
export async function readSchedule(
  kind: Kind,
  userId: string,
  { settings, schedules, clock }: ApiContext,
): Promise<ScheduleBody> {
  const [stored, standing] = await Promise.all([
    settings.read(userId),
    schedules.look(kind, userId),
  ]);
  const isOfLists = kind === 'lists';
  const shown = isOfLists ? asOfLists(stored, { standing, timing: schedules.listsTiming }) : stored;
  return toScheduleBody({ settings: shown, standing }, { kind, userId, now: clock.now() });
}

interface OfLists {
  readonly standing: ScheduleStanding | undefined;
  readonly timing: string;
}

/** Times are the operator's to say; on while a list keeps itself. */
const asOfLists = (settings: SyncSettings, { standing, timing }: OfLists): SyncSettings => ({
  ...settings,
  cron: timing,
  enabled: standing !== undefined && standing.pause?.by !== 'settings',
});

export const answers = {
  200: { description: 'The schedule.', schema: scheduleSchema, example: scheduleExample },
};

const listSchedules = defineRoute({
  method: 'get',
  path,
  scope: 'schedules:read',
  summary: 'List your schedules',
  description:
    'One of each kind, with its next ten runs. What was done with Temporal’s own tools shows too.',
  tags,
  responses: {
    200: {
      description: 'The schedules.',
      schema: scheduleListSchema,
      example: { items: [scheduleExample] },
    },
  },
  handler: async ({ actor }, context) => ({
    status: 200,
    body: {
      items: await Promise.all(
        personalKinds.map((kind) => readSchedule(kind, actor.userId, context)),
      ),
    },
  }),
});

const getSchedule = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'schedules:read',
  summary: 'Read a schedule',
  description:
    'When it runs, who paused it, and its next ten runs, with what daylight saving does to them.',
  tags,
  input: { params: kindParams },
  responses: answers,
  handler: async ({ actor, params }, context) => ({
    status: 200,
    body: await readSchedule(params.kind, actor.userId, context),
  }),
});

const changeSchedule = defineRoute({
  method: 'put',
  path: onePath,
  scope: 'settings:write',
  audit: 'settings.changed',
  summary: 'Change a schedule',
  description:
    'Whatever is left out stays as it is. These are the settings of `/api/trakt/config`, with one version and one history. A pause made by hand is kept. When lists are brought to Trakt is the operator’s to say (LISTS_CRON).',
  tags,
  input: { params: changedKindParams, body: scheduleChangeSchema, headers: matchHeaders },
  bodyExample: { cron: '30 2 * * *', time_zone: 'Europe/Berlin', missed: 'skip' },
  responses: answers,
  problems: ['version-conflict'],
  handler: async ({ actor, params, body, headers, tell }, context) => {
    const { userId } = actor;
    const { version, time_zone: timeZone, enabled, missed } = body;
    const cron = timingTextOf(body);
    const change = {
      ...(enabled === undefined ? {} : { enabled }),
      ...(cron === undefined ? {} : { cron }),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(missed === undefined ? {} : { missed }),
    };
    const target = { kind: 'settings', id: userId };
    tell({ target, detail: { changed: Object.keys(change) } });
    const settled = await changeAndFollow(userId, { ...context, tell }, () =>
      context.settings.change(userId, change, {
        expectedVersion: expectedOf(headers, version),
        by: nameOf(actor),
      }),
    );
    tell({ detail: { version: settled.version, changed: Object.keys(change) } });
    return { status: 200, body: await readSchedule(params.kind, userId, context) };
  },
});

const listTicks = defineRoute({
  method: 'get',
  path: `${onePath}/ticks`,
  scope: 'schedules:read',
  summary: 'List what became of each due time',
  description:
    'Newest first. Every due time ends up here; what has no tick of its own is found within a quarter of an hour, as `paused`, `skipped` or `missed`.',
  tags,
  input: { params: kindParams, query: pageQuery },
  responses: {
    200: {
      description: 'A page of ticks.',
      schema: tickPageSchema,
      example: {
        items: [
          { at: '2026-11-22T06:00:17.000Z', outcome: 'paused', why: 'person' },
          { at: '2026-11-22T00:00:17.000Z', outcome: 'unchanged', why: null },
        ],
        next_cursor: null,
      },
    },
  },
  handler: async ({ actor, params, query }, { schedules }) => {
    const { limit, cursor } = query;
    const page = await schedules.ticks(params.kind, actor.userId, { limit, cursor });
    return {
      status: 200,
      body: { items: page.items.map(toTickBody), next_cursor: page.nextCursor },
    };
  },
});

export const scheduleRoutes = [listSchedules, listTicks, getSchedule, changeSchedule];
