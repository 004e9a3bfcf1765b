import {
  configChangeSchema,
  configExample,
  configSchema,
  toConfigBody,
  toSettingsChange,
} from '../contract/config.js';
import type { SyncSettings } from '../../areas/history/index.js';
import { defineRoute } from '../define-route.js';
import { toUnavailable } from '../dependency-down.js';
import type { SchedulesPort } from '../ports.js';
import type { ApiContext } from '../route.js';

const path = '/api/trakt/config';
const tags = ['Settings'];

const readConfig = defineRoute({
  method: 'get',
  path,
  scope: 'settings:read',
  summary: 'Read the sync settings',
  description: 'What is synced and when, with a preview of the next five runs.',
  tags,
  responses: {
    200: { description: 'The settings.', schema: configSchema, example: configExample },
  },
  handler: async ({ actor }, { settings, clock }) => ({
    status: 200,
    body: toConfigBody(await settings.read(actor.userId), clock.now()),
  }),
});

const changeConfig = defineRoute({
  method: 'put',
  path,
  scope: 'settings:write',
  summary: 'Change the sync settings',
  description:
    'Whatever is left out stays as it is. Nothing is changed unless all of it can be. The schedule follows at once; should Temporal be away, the settings are kept, the answer is 503, and sending them again (or the next start) brings the schedule in line.',
  tags,
  input: { body: configChangeSchema },
  bodyExample: { cron: '30 4 * * *', time_zone: 'Asia/Shanghai', specials: false },
  responses: {
    200: {
      description: 'The settings as they are now.',
      schema: configSchema,
      example: configExample,
    },
  },
  handler: async ({ actor, body }, context) => {
    await context.settings.change(actor.userId, toSettingsChange(body));
    const settled = await applyLatest(actor.userId, context);
    return { status: 200, body: toConfigBody(settled, context.clock.now()) };
  },
});

/** Of two changes at once the older may be applied last: whoever applied looks again, so the last one to look is right. */
async function applyLatest(userId: string, { settings, schedules }: ApiContext) {
  let applied = await settings.read(userId);
  for (;;) {
    await applyOrSay(schedules, userId, applied);
    const stored = await settings.read(userId);
    if (stored.version === applied.version) return stored;
    applied = stored;
  }
}

async function applyOrSay(schedules: SchedulesPort, userId: string, settings: SyncSettings) {
  try {
    await schedules.apply(userId, settings);
  } catch (error) {
    const kept = `The settings are saved (version ${settings.version}), but the schedule does not follow them yet.`;
    throw toUnavailable(error, kept) ?? error;
  }
}

export const configRoutes = [readConfig, changeConfig];
