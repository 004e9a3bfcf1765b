import {
  connectionExample,
  connectionSchema,
  connectionsSchema,
  disconnectedSchema,
  disconnectQuery,
  personalTokenSchema,
  serviceParams,
  toConnectionBody,
} from '../../contract/connections/connection.js';
import { defineRoute } from '../../define-route.js';
import { differenceOf } from '../../../platform/lib/difference-of.js';
import { toUnavailable } from '../../dependency-down.js';
import type { ApiContext } from '../../route.js';

export const path = '/api/v1/connections';
const onePath = `${path}/{service}`;
export const tags = ['Connections'];

type Service = 'trakt' | 'bangumi';

async function readOne({ connections }: ApiContext, userId: string, service: Service) {
  const views = await connections.list(userId);
  const found = views.find((view) => view.service === service);
  if (found === undefined) throw new Error(`the list of connections lacks ${service}`);
  return toConnectionBody(found);
}

/** For the record of a change. */
const standingOf = ({
  state,
  account_name,
  method,
  connected_at,
}: Awaited<ReturnType<typeof readOne>>) => ({ state, account_name, method, connected_at });

const answers = {
  200: { description: 'How it stands.', schema: connectionSchema, example: connectionExample },
};

const listConnections = defineRoute({
  method: 'get',
  path,
  scope: 'connections:read',
  summary: 'List your connected accounts',
  description: 'One for each service, whether connected or not. No token is ever shown.',
  tags,
  responses: {
    200: {
      description: 'The connections.',
      schema: connectionsSchema,
      example: { items: [connectionExample] },
    },
  },
  handler: async ({ actor }, { connections }) => {
    const views = await connections.list(actor.userId);
    return { status: 200, body: { items: views.map(toConnectionBody) } };
  },
});

const getConnection = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'connections:read',
  summary: 'Look at a connected account',
  description: 'Whether it is connected, and if not, why.',
  tags,
  input: { params: serviceParams },
  responses: answers,
  handler: async ({ actor, params }, context) => ({
    status: 200,
    body: await readOne(context, actor.userId, params.service),
  }),
});

const disconnect = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'connections:write',
  audit: 'connection.disconnected',
  summary: 'Disconnect an account',
  description:
    'The token is taken back at the service and forgotten here, the schedule rests, and a sync under way is stopped. The ledger is kept for when you connect again, unless `purge=true`; what is on Trakt and Bangumi stays in any case. Safe to repeat.',
  tags,
  input: { params: serviceParams, query: disconnectQuery },
  responses: {
    200: {
      description: 'Disconnected.',
      schema: disconnectedSchema,
      example: { service: 'trakt', was_connected: true, upstream: 'revoked', ledger: 'kept' },
    },
  },
  handler: async ({ actor, params: { service }, query, tell }, context) => {
    tell({ target: { kind: 'connection', id: service } });
    const purge = query.purge === 'true';
    const key = { userId: actor.userId, service };
    const before = await readOne(context, actor.userId, service);
    tell({ before: standingOf(before) });
    const ended = await orUnfinished(() => context.connections.disconnect(key, { purge }));
    const { wasConnected, upstream, ledger } = ended;
    // What is done is on record, should the look after it fail.
    tell({ detail: { wasConnected, upstream, ledger } });
    tell({ after: standingOf(await readOne(context, actor.userId, service)) });
    return { status: 200, body: { service, was_connected: wasConnected, upstream, ledger } };
  },
});

/** The tokens go first, whatever else is away. */
async function orUnfinished<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const done = 'What could be done is done; repeat the request for the rest.';
    throw toUnavailable(error, done) ?? error;
  }
}

const handInToken = defineRoute({
  method: 'put',
  path: `${path}/bangumi/token`,
  scope: 'connections:write',
  audit: 'connection.connected',
  summary: 'Connect Bangumi by a personal access token',
  description:
    'Made at https://next.bgm.tv/demo/access-token. It is checked by a call before it is stored.',
  tags,
  input: { body: personalTokenSchema },
  bodyExample: { access_token: 'the-token-as-Bangumi-shows-it' },
  responses: answers,
  problems: ['other-account', 'token-refused', 'upstream-unavailable'],
  handler: async ({ actor, body, tell }, context) => {
    const target = { kind: 'connection', id: 'bangumi' };
    tell({ action: 'connection.refused', target, detail: { by: 'token' } });
    const { userId } = actor;
    const before = await readOne(context, userId, 'bangumi');
    const account = await context.connections.handInToken({
      userId,
      accessToken: body.access_token,
    });
    const after = await readOne(context, userId, 'bangumi');
    const detail = { by: 'token', account: account.name };
    const change = differenceOf(standingOf(before), standingOf(after));
    tell({ action: 'connection.connected', detail, ...change });
    return { status: 200, body: after };
  },
});

export const connectionRoutes = [listConnections, getConnection, disconnect, handInToken];
