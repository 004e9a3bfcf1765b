import {
  configChangeSchema,
  configExample,
  configHistoryExample,
  configHistoryQuery,
  configHistorySchema,
  configSchema,
  expectedOf,
  matchHeaders,
  revertSchema,
  toConfigBody,
  toETag,
  toSettingsChange,
  toVersionBody,
} from '../contract/config.js';
import { defineRoute } from '../define-route.js';
import { changeAndFollow, nameOf } from './change-settings.js';

const path = '/api/trakt/config';
const tags = ['Settings'];

const readConfig = defineRoute({
  method: 'get',
  path,
  scope: 'settings:read',
  summary: 'Read the sync settings',
  description:
    'What is synced and when, with a preview of the next five runs. `ETag` names the version.',
  tags,
  responses: {
    200: { description: 'The settings.', schema: configSchema, example: configExample },
  },
  handler: async ({ actor: { userId } }, { settings, clock }) => {
    const found = await settings.read(userId);
    return {
      status: 200,
      headers: { etag: toETag(found.version) },
      body: toConfigBody(found, { userId, now: clock.now() }),
    };
  },
});

const changeConfig = defineRoute({
  method: 'put',
  path,
  scope: 'settings:write',
  audit: 'settings.changed',
  summary: 'Change the sync settings',
  description:
    'Whatever is left out stays as it is. Nothing is changed unless all of it can be. The schedule follows at once; should Temporal be away, the settings are kept, the answer is 503, and the schedule is brought in line within minutes of its return. Send `If-Match` (or `version`) to change only what you have seen; without, the last writer wins.',
  tags,
  input: { body: configChangeSchema, headers: matchHeaders },
  bodyExample: { cron: '30 4 * * *', time_zone: 'Asia/Shanghai', specials: false },
  responses: {
    200: {
      description: 'The settings as they are now.',
      schema: configSchema,
      example: configExample,
    },
  },
  problems: ['version-conflict'],
  handler: async ({ actor, body, headers, tell }, context) => {
    const { userId } = actor;
    const { version, ...change } = body;
    const target = { kind: 'settings', id: userId };
    tell({ target, detail: { changed: Object.keys(change) } });
    const settled = await changeAndFollow(userId, { ...context, tell }, () =>
      context.settings.change(userId, toSettingsChange(change), {
        expectedVersion: expectedOf(headers, version),
        by: nameOf(actor),
      }),
    );
    tell({ detail: { version: settled.version, changed: Object.keys(change) } });
    return {
      status: 200,
      headers: { etag: toETag(settled.version) },
      body: toConfigBody(settled, { userId, now: context.clock.now() }),
    };
  },
});

const listVersions = defineRoute({
  method: 'get',
  path: `${path}/history`,
  scope: 'settings:read',
  summary: 'List the versions of the sync settings',
  description:
    'Newest first, the one that holds now at the top; every change keeps what was before, who changed it and when.',
  tags,
  input: { query: configHistoryQuery },
  responses: {
    200: {
      description: 'A page of versions.',
      schema: configHistorySchema,
      example: configHistoryExample,
    },
  },
  handler: async ({ actor: { userId }, query }, { settings }) => {
    const { limit, cursor } = query;
    const before = cursor === undefined ? undefined : Number(cursor);
    const page = await settings.versions(userId, { limit, before });
    return {
      status: 200,
      body: {
        items: page.items.map(toVersionBody),
        next_cursor: page.nextBefore === null ? null : String(page.nextBefore),
      },
    };
  },
});

const revertConfig = defineRoute({
  method: 'post',
  path: `${path}/revert`,
  scope: 'settings:write',
  audit: 'settings.reverted',
  summary: 'Bring back an earlier version of the sync settings',
  description: 'As a new version, so that this can be taken back too. The schedule follows.',
  tags,
  input: { body: revertSchema, headers: matchHeaders },
  bodyExample: { version: 2 },
  responses: {
    200: {
      description: 'The settings as they are now.',
      schema: configSchema,
      example: configExample,
    },
  },
  problems: ['not-found', 'version-conflict'],
  handler: async ({ actor, body, headers, tell }, context) => {
    const { userId } = actor;
    tell({ target: { kind: 'settings', id: userId }, detail: { revertOf: body.version } });
    const settled = await changeAndFollow(userId, { ...context, tell }, () =>
      context.settings.revert(userId, body.version, {
        expectedVersion: expectedOf(headers, body.expected_version),
        by: nameOf(actor),
      }),
    );
    tell({ detail: { version: settled.version, revertOf: body.version } });
    return {
      status: 200,
      headers: { etag: toETag(settled.version) },
      body: toConfigBody(settled, { userId, now: context.clock.now() }),
    };
  },
});

export const configRoutes = [listVersions, revertConfig, readConfig, changeConfig];
