import {
  acceptSchema,
  attemptExample,
  attemptParams,
  attemptSchema,
  toAttemptBody,
} from '../../contract/connections/attempt.js';
import { defineRoute } from '../../define-route.js';
import { path, tags } from './connections.js';

const onePath = `${path}/attempts/{id}`;

const answers = {
  200: { description: 'How it stands.', schema: attemptSchema, example: attemptExample },
};

const findAttempt = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'connections:read',
  summary: 'Look at an attempt to connect',
  description: 'Until its end, and for a day after.',
  tags,
  input: { params: attemptParams },
  responses: answers,
  problems: ['not-found'],
  handler: async ({ actor, params }, { connections }) => ({
    status: 200,
    body: toAttemptBody(await connections.findAttempt(actor.userId, params.id)),
  }),
});

const acceptAttempt = defineRoute({
  method: 'post',
  path: `${onePath}/accept`,
  scope: 'connections:write',
  audit: 'connection.connected',
  summary: 'Connect another account than before',
  description:
    'Answers an attempt that found another account than the ledger was kept with. Safe to repeat.',
  tags,
  input: { params: attemptParams, body: acceptSchema },
  bodyExample: { ledger: 'keep' },
  responses: answers,
  problems: ['not-found', 'attempt-over'],
  handler: async ({ actor, params, body, tell }, context) => {
    const { ledger } = body;
    const attempt = await context.connections.acceptAttempt(actor.userId, params.id, ledger);
    const { service, kind, accountName } = attempt;
    tell({
      target: { kind: 'connection', id: service },
      detail: { by: kind, account: accountName, ledger },
    });
    return { status: 200, body: toAttemptBody(attempt) };
  },
});

const cancelAttempt = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'connections:write',
  audit: 'connection.cancelled',
  summary: 'Cancel an attempt to connect',
  description: 'Nothing comes of it any more; one that is over stays as it ended.',
  tags,
  input: { params: attemptParams },
  responses: answers,
  problems: ['not-found'],
  handler: async ({ actor, params, tell }, { connections }) => {
    const attempt = await connections.cancelAttempt(actor.userId, params.id);
    tell({ target: { kind: 'connection', id: attempt.service }, detail: { attempt: attempt.id } });
    return { status: 200, body: toAttemptBody(attempt) };
  },
});

export const connectionAttemptRoutes = [findAttempt, acceptAttempt, cancelAttempt];
