import {
  channelParams,
  deliveriesPageSchema,
  deliveriesQuery,
  deliveryExample,
  deliveryParams,
  deliverySchema,
  toDeliveryBody,
} from '../../contract/notification-channel.js';
import { defineRoute } from '../../define-route.js';
import { onePath, onItsWay } from './on-its-way.js';

const tags = ['Notification channels'];

const listDeliveries = defineRoute({
  method: 'get',
  path: `${onePath}/deliveries`,
  scope: 'notifications:read',
  summary: 'List what was sent to a channel',
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

const retryDelivery = defineRoute({
  method: 'post',
  path: `${onePath}/deliveries/{delivery_id}/retry`,
  scope: 'notifications:write',
  audit: 'delivery.retried',
  summary: 'Send again what failed',
  description:
    'By itself, at once, and then for two days as at first; under the same id, so that a receiver who had it knows. At most sixty in an hour.',
  tags,
  input: { params: deliveryParams },
  responses: {
    202: { description: 'On its way.', schema: deliverySchema, example: deliveryExample },
  },
  problems: ['not-found', 'invalid-input', 'delivery-not-failed', 'rate-limited'],
  handler: async ({ actor, params, tell }, { notifications }) => {
    const { id: channelId, delivery_id: id } = params;
    tell({ target: { kind: 'delivery', id } });
    const delivery = await notifications.channels.retry({ userId: actor.userId, channelId, id });
    return onItsWay(channelId, toDeliveryBody(delivery));
  },
});

export const deliveryRoutes = [listDeliveries, retryDelivery];
