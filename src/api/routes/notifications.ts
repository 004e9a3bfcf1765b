import type { z } from 'zod';
import {
  inboxPageSchema,
  inboxQuery,
  markSchema,
  notificationExample,
  notificationParams,
  notificationSchema,
  notificationSettingsChangeSchema,
  notificationSettingsExample,
  notificationSettingsSchema,
  readAllSchema,
  toNotificationBody,
  toNotificationSettingsChange,
  toSettingsBody,
} from '../contract/notification.js';
import type { InboxMark } from '../../areas/notifications/index.js';
import { defineRoute } from '../define-route.js';
import { differenceOf } from '../../platform/lib/difference-of.js';
import { Problem } from '../problem.js';
import type { ApiContext } from '../route.js';

const tags = ['Notifications'];
const path = '/api/v1/notifications';

const listInbox = defineRoute({
  method: 'get',
  path,
  scope: 'notifications:read',
  summary: 'List your notifications',
  description: 'Newest first, in your language. Page on by sending `next_cursor` as `cursor`.',
  tags,
  input: { query: inboxQuery },
  responses: {
    200: {
      description: 'A page of the inbox.',
      schema: inboxPageSchema,
      example: { items: [notificationExample], next_cursor: null, unread: 1 },
    },
  },
  handler: async ({ actor, query }, { notifications }) => {
    const page = await notifications.inbox.list(actor.userId, query);
    return {
      status: 200,
      body: {
        items: page.items.map(toNotificationBody),
        next_cursor: page.nextCursor,
        unread: page.unread,
      },
    };
  },
});

const marked = {
  200: {
    description: 'The notification as it is now.',
    schema: notificationSchema,
    example: notificationExample,
  },
};

const markOne = defineRoute({
  method: 'patch',
  path: `${path}/{id}`,
  scope: 'notifications:write',
  audit: 'notification.marked',
  summary: 'Mark a notification',
  description: 'As read or unread, put away or not; what is left out stays.',
  tags,
  input: { params: notificationParams, body: markSchema },
  bodyExample: { archived: true },
  responses: marked,
  problems: ['not-found'],
  handler: async ({ actor, params, body }, context) =>
    mark(context, { userId: actor.userId, id: params.id, ...body }),
});

const readOne = defineRoute({
  method: 'post',
  path: `${path}/{id}/read`,
  scope: 'notifications:write',
  audit: 'notification.marked',
  summary: 'Mark a notification as read',
  description: 'Safe to repeat; the time it was read first stays.',
  tags,
  input: { params: notificationParams },
  responses: marked,
  problems: ['not-found'],
  handler: async ({ actor, params }, context) =>
    mark(context, { userId: actor.userId, id: params.id, read: true }),
});

async function mark(
  { notifications }: ApiContext,
  { userId, id, ...wish }: InboxMark & { readonly userId: string; readonly id: string },
) {
  const view = await notifications.inbox.mark(userId, id, wish);
  if (view === undefined) throw new Problem('not-found', 'There is no such notification.');
  return { status: 200 as const, body: toNotificationBody(view) };
}

const readAll = defineRoute({
  method: 'post',
  path: `${path}/read-all`,
  scope: 'notifications:write',
  audit: 'notification.all-read',
  summary: 'Mark all notifications as read',
  description: 'All that have come until now and are not put away.',
  tags,
  responses: {
    200: { description: 'Done.', schema: readAllSchema, example: { marked: 3 } },
  },
  handler: async ({ actor }, { notifications }) => ({
    status: 200,
    body: { marked: await notifications.inbox.readAll(actor.userId) },
  }),
});

const settingsAnswer = {
  200: {
    description: 'What holds now, for every event.',
    schema: notificationSettingsSchema,
    example: notificationSettingsExample,
  },
};

const readSettings = defineRoute({
  method: 'get',
  path: `${path}/settings`,
  scope: 'notifications:read',
  summary: 'Read what you are told, and how',
  description:
    'For every event, whether it shows in the inbox, and whether it goes to your webhooks and mail; and when you want quiet.',
  tags,
  responses: settingsAnswer,
  handler: async ({ actor }, { notifications }) => ({
    status: 200,
    body: toSettingsBody(await notifications.settings.read(actor.userId)),
  }),
});

const changeSettings = defineRoute({
  method: 'patch',
  path: `${path}/settings`,
  scope: 'notifications:write',
  audit: 'notification.settings-changed',
  summary: 'Choose what you are told, and how',
  description:
    'What is left out stays as it is. Choices hold for what happens from now on, quiet hours also for what waits.',
  tags,
  input: { body: notificationSettingsChangeSchema },
  bodyExample: { events: { 'plays.parked': { webhook: false } } },
  responses: settingsAnswer,
  handler: async ({ actor, body, tell }, { notifications }) => {
    const target = { kind: 'user', id: actor.userId };
    tell({ target, detail: { changed: changedIn(body) } });
    const { settings } = notifications;
    const before = toSettingsBody(await settings.read(actor.userId));
    const after = toSettingsBody(
      await settings.change(actor.userId, toNotificationSettingsChange(body)),
    );
    tell(differenceOf(eachOf(before), eachOf(after)));
    return { status: 200, body: after };
  },
});

/** Every event on its own: most of them stay as they are. */
const eachOf = ({ events, ...others }: ReturnType<typeof toSettingsBody>): object => ({
  ...events,
  ...others,
});

const changedIn = ({
  events = {},
  quiet_hours: quietHours,
}: z.infer<typeof notificationSettingsChangeSchema>): string[] => [
  ...Object.keys(events),
  ...(quietHours === undefined ? [] : ['quiet_hours']),
];

// The fixed paths before those with an id: the first that fits is taken.
export const notificationRoutes = [
  listInbox,
  readSettings,
  changeSettings,
  readAll,
  markOne,
  readOne,
];
