import {
  channelChangeSchema,
  channelExample,
  channelParams,
  channelSchema,
  channelsSchema,
  channelWithSecretExample,
  channelWithSecretSchema,
  deliveryExample,
  deliverySchema,
  newChannelSchema,
  toChannelBody,
  toDeliveryBody,
  toChannelChange,
  toChannelWish,
} from '../../contract/notification-channel.js';
import { idempotencyHeaders } from '../../contract/sync.js';
import { changeOf, factsOf, recordOf } from './record-of.js';
import { defineRoute } from '../../define-route.js';
import { onePath, onItsWay, path } from './on-its-way.js';

const tags = ['Notification channels'];

const oneChannel = {
  200: { description: 'The channel.', schema: channelSchema, example: channelExample },
};

const createChannel = defineRoute({
  method: 'post',
  path,
  scope: 'notifications:write',
  audit: 'webhook.created',
  summary: 'Add a webhook or a mail address',
  description:
    'At most ten. Mail: its reader is asked first, by a mail with a link, and gets nothing else before they agree (at most three such mails a day to one address). Webhooks: deliveries are signed as Standard Webhooks (https://www.standardwebhooks.com) says: headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. The secret is shown in this answer and never again. A delivery is repeated for two days until it is answered with 2xx; repeats bear the same `webhook-id`. Redirects are not followed; 410 switches the webhook off.',
  tags,
  input: { body: newChannelSchema, headers: idempotencyHeaders },
  bodyExample: { name: 'home automation', url: 'https://hooks.example.org/watchflow' },
  idempotency: { secrets: ['secret'] },
  problems: ['mail-not-configured', 'rate-limited'],
  responses: {
    201: {
      description: 'Added.',
      schema: channelWithSecretSchema,
      example: channelWithSecretExample,
    },
  },
  handler: async ({ actor, body, tell }, { notifications }) => {
    const { channel, secret } = await notifications.channels.create(
      actor.userId,
      toChannelWish(body),
    );
    tell({ ...recordOf(channel, 'created'), after: factsOf(channel) });
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
  summary: 'List your channels',
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
  summary: 'Read a channel',
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
  summary: 'Change a channel',
  description:
    'What is left out stays. What still waits goes to the new address; what waits while it is off is given up.',
  tags,
  input: { params: channelParams, body: channelChangeSchema },
  bodyExample: { enabled: false },
  responses: oneChannel,
  problems: ['not-found'],
  handler: async ({ actor, params, body, tell }, { notifications }) => {
    const { channels } = notifications;
    const found = await channels.find(actor.userId, params.id);
    tell({ ...recordOf(found, 'changed'), detail: { changed: Object.keys(body) } });
    const channel = await channels.update(actor.userId, params.id, toChannelChange(body));
    tell(changeOf(found, channel));
    return { status: 200, body: toChannelBody(channel) };
  },
});

const removeChannel = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'notifications:write',
  audit: 'webhook.deleted',
  summary: 'Remove a channel',
  description: 'With its deliveries, sent or not. Answers the channel as it was.',
  tags,
  input: { params: channelParams },
  responses: oneChannel,
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    const channel = await notifications.channels.find(actor.userId, params.id);
    tell({ ...recordOf(channel, 'deleted'), before: factsOf(channel) });
    await notifications.channels.remove(actor.userId, params.id);
    return { status: 200, body: toChannelBody(channel) };
  },
});

const testChannel = defineRoute({
  method: 'post',
  path: `${onePath}/test`,
  scope: 'notifications:write',
  audit: 'webhook.tested',
  summary: 'Send a test to a channel',
  description:
    'By the way every notification goes, but at once; at most five in ten minutes. The answer names the delivery; the list at `Location` tells what became of it.',
  tags,
  input: { params: channelParams },
  responses: {
    202: { description: 'On its way.', schema: deliverySchema, example: deliveryExample },
  },
  problems: ['not-found', 'invalid-input', 'mail-not-configured', 'rate-limited'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    tell(recordOf(await notifications.channels.find(actor.userId, params.id), 'tested'));
    const delivery = await notifications.channels.test(actor.userId, params.id);
    return onItsWay(params.id, toDeliveryBody(delivery));
  },
});

const askAgain = defineRoute({
  method: 'post',
  path: `${onePath}/confirmation`,
  scope: 'notifications:write',
  audit: 'mail.confirmation-asked',
  summary: 'Ask the reader of a mail address once more',
  description:
    'Sends another mail with a link, where the first was lost or is older than three days, or its reader had ended the mails.',
  tags,
  input: { params: channelParams },
  responses: {
    202: { description: 'On its way.', schema: channelSchema, example: channelExample },
  },
  problems: ['not-found', 'invalid-input', 'mail-not-configured', 'rate-limited'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    tell({ target: { kind: 'mail-channel', id: params.id } });
    const channel = await notifications.channels.askAgain(actor.userId, params.id);
    return onItsWay(params.id, toChannelBody(channel));
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
  problems: ['not-found', 'invalid-input'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    tell({ target: { kind: 'webhook', id: params.id } });
    const { channel, secret } = await notifications.channels.rotateSecret(actor.userId, params.id);
    return { status: 200, body: { ...toChannelBody(channel), secret } };
  },
});

export const notificationChannelRoutes = [
  createChannel,
  listChannels,
  readChannel,
  changeChannel,
  removeChannel,
  testChannel,
  askAgain,
  rotateSecret,
];
