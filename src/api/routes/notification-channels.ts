import {
  channelChangeSchema,
  channelExample,
  channelParams,
  channelSchema,
  channelsSchema,
  channelWithSecretExample,
  channelWithSecretSchema,
  deliveriesPageSchema,
  deliveriesQuery,
  deliveryExample,
  deliverySchema,
  newChannelSchema,
  toChannelBody,
  toDeliveryBody,
} from '../contract/notification-channel.js';
import { idempotencyHeaders } from '../contract/sync.js';
import { defineRoute } from '../define-route.js';

const tags = ['Notification channels'];
const path = '/api/v1/notification-channels';
const onePath = `${path}/{id}`;
const deliveriesPath = (id: string): string => `${path}/${id}/deliveries`;

const oneChannel = {
  200: { description: 'The channel.', schema: channelSchema, example: channelExample },
};

const createChannel = defineRoute({
  method: 'post',
  path,
  scope: 'notifications:write',
  audit: 'webhook.created',
  summary: 'Add a webhook',
  description:
    'Deliveries are signed as Standard Webhooks (https://www.standardwebhooks.com) says: headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. The secret is shown in this answer and never again. A delivery is repeated for two days until it is answered with 2xx; repeats bear the same `webhook-id`. Redirects are not followed; 410 switches the webhook off. At most ten.',
  tags,
  input: { body: newChannelSchema, headers: idempotencyHeaders },
  bodyExample: { name: 'home automation', url: 'https://hooks.example.org/watchflow' },
  idempotency: { secrets: ['secret'] },
  responses: {
    201: {
      description: 'Added.',
      schema: channelWithSecretSchema,
      example: channelWithSecretExample,
    },
  },
  handler: async ({ actor, body, tell }, { notifications }) => {
    const { channel, secret } = await notifications.channels.create(actor.userId, body);
    tell({ target: { kind: 'webhook', id: channel.id } });
    return {
      status: 201,
      headers: { location: `${path}/${channel.id}` },
      body: { ...toChannelBody(channel), secret },
    };
  },
});

const listChannels = defineRoute({
  method: 'get',
  path,
  scope: 'notifications:read',
  summary: 'List your webhooks',
  description: 'Oldest first, without their secrets.',
  tags,
  responses: {
    200: { description: 'All.', schema: channelsSchema, example: { items: [channelExample] } },
  },
  handler: async ({ actor }, { notifications }) => ({
    status: 200,
    body: { items: (await notifications.channels.list(actor.userId)).map(toChannelBody) },
  }),
});

const readChannel = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'notifications:read',
  summary: 'Read a webhook',
  description: 'All but its secret.',
  tags,
  input: { params: channelParams },
  responses: oneChannel,
  problems: ['not-found'],
  handler: async ({ actor, params }, { notifications }) => ({
    status: 200,
    body: toChannelBody(await notifications.channels.find(actor.userId, params.id)),
  }),
});

const changeChannel = defineRoute({
  method: 'patch',
  path: onePath,
  scope: 'notifications:write',
  audit: 'webhook.changed',
  summary: 'Change a webhook',
  description:
    'What is left out stays. What still waits goes to the new address; what waits while it is off is given up.',
  tags,
  input: { params: channelParams, body: channelChangeSchema },
  bodyExample: { enabled: false },
  responses: oneChannel,
  problems: ['not-found'],
  handler: async ({ actor, params, body, tell }, { notifications }) => {
    tell({ target: { kind: 'webhook', id: params.id }, detail: { changed: Object.keys(body) } });
    const channel = await notifications.channels.update(actor.userId, params.id, body);
    return { status: 200, body: toChannelBody(channel) };
  },
});

const removeChannel = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'notifications:write',
  audit: 'webhook.deleted',
  summary: 'Remove a webhook',
  description: 'With its deliveries, sent or not. Answers the webhook as it was.',
  tags,
  input: { params: channelParams },
  responses: oneChannel,
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    tell({ target: { kind: 'webhook', id: params.id } });
    const channel = await notifications.channels.find(actor.userId, params.id);
    await notifications.channels.remove(actor.userId, params.id);
    return { status: 200, body: toChannelBody(channel) };
  },
});

const testChannel = defineRoute({
  method: 'post',
  path: `${onePath}/test`,
  scope: 'notifications:write',
  audit: 'webhook.tested',
  summary: 'Send a test to a webhook',
  description:
    'By the way every notification goes. The answer names the delivery; the list at `Location` tells what became of it.',
  tags,
  input: { params: channelParams },
  responses: {
    202: { description: 'On its way.', schema: deliverySchema, example: deliveryExample },
  },
  problems: ['not-found', 'invalid-input'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    tell({ target: { kind: 'webhook', id: params.id } });
    const delivery = await notifications.channels.test(actor.userId, params.id);
    const headers = { location: deliveriesPath(params.id) };
    return { status: 202, headers, body: toDeliveryBody(delivery) };
  },
});

const rotateSecret = defineRoute({
  method: 'post',
  path: `${onePath}/rotate-secret`,
  scope: 'notifications:write',
  audit: 'webhook.secret-rotated',
  summary: 'Make a new secret for a webhook',
  description:
    'Shown in this answer and never again. For a day deliveries are signed with both, so that the receiver can change over at leisure.',
  tags,
  input: { params: channelParams },
  responses: {
    200: {
      description: 'The channel with its new secret.',
      schema: channelWithSecretSchema,
      example: channelWithSecretExample,
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    tell({ target: { kind: 'webhook', id: params.id } });
    const { channel, secret } = await notifications.channels.rotateSecret(actor.userId, params.id);
    return { status: 200, body: { ...toChannelBody(channel), secret } };
  },
});

const listDeliveries = defineRoute({
  method: 'get',
  path: `${onePath}/deliveries`,
  scope: 'notifications:read',
  summary: 'List what was sent to a webhook',
  description:
    'Newest first, with what became of it. Nothing of the answers is kept but their status.',
  tags,
  input: { params: channelParams, query: deliveriesQuery },
  responses: {
    200: {
      description: 'A page of deliveries.',
      schema: deliveriesPageSchema,
      example: { items: [deliveryExample], next_cursor: null },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, query }, { notifications }) => {
    const page = await notifications.channels.deliveries(actor.userId, params.id, query);
    return {
      status: 200,
      body: { items: page.items.map(toDeliveryBody), next_cursor: page.nextCursor },
    };
  },
});

export const notificationChannelRoutes = [
  createChannel,
  listChannels,
  readChannel,
  changeChannel,
  removeChannel,
  testChannel,
  rotateSecret,
  listDeliveries,
];
