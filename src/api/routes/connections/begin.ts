import type { z } from 'zod';
import {
  attemptSchema,
  begunExample,
  begunSchema,
  deviceExample,
  initQuery,
  initSchema,
  toAttemptBody,
} from '../../contract/connections/attempt.js';
import { serviceParams } from '../../contract/connections/connection.js';
import { deviceWorkflowId } from '../../../orchestration/connections/device-attempts.js';
import { defineRoute } from '../../define-route.js';
import type { Actor } from '../../ports.js';
import type { ApiContext, RawRequest, RecordFacts } from '../../route.js';
import { nameOf } from '../change-settings.js';
import { path, tags } from './connections.js';

type Service = z.output<typeof serviceParams>['service'];

interface Wish {
  readonly service: Service;
  readonly returnTo: string | undefined;
  readonly forceLogin: boolean;
}

type Telling = Pick<RawRequest, 'tell'>;

const factsOf = (service: Service, attempt: string): RecordFacts => ({
  target: { kind: 'connection', id: service },
  detail: { attempt },
});

/** Who begins, as the attempt remembers it. */
const beginnerOf = (actor: Actor) => ({ userId: actor.userId, via: nameOf(actor) });

async function begin(
  actor: Actor,
  { connections }: ApiContext,
  { tell, ...wish }: Wish & Telling,
): Promise<z.input<typeof begunSchema>> {
  const begun = await connections.beginCode({ ...beginnerOf(actor), ...wish });
  tell(factsOf(wish.service, begun.attemptId));
  return {
    authorization_url: begun.url,
    attempt_id: begun.attemptId,
    expires_at: begun.expiresAt.toISOString(),
  };
}

const plainText = 'text/plain; charset=utf-8';

const common = {
  scope: 'connections:write',
  tags,
  problems: ['app-not-configured'],
} as const;

const begun = {
  description: 'The address to open, good for ten minutes and one use.',
  schema: begunSchema,
  example: begunExample,
};

const summary = 'Begin to connect an account';
const description =
  'Answers the address of the service where the person signs in and agrees; the service sends the browser back to …/auth/callback. Begun with a session, it must be ended in that session.';

const about = {
  summary,
  description: `${description} With \`redirect=1\` a browser is sent there at once.`,
};

const redirected = {
  200: begun,
  302: { description: 'To the service, with `redirect=1`.', type: plainText },
};

interface Init extends Telling {
  readonly service: Service;
  readonly query: z.output<typeof initQuery>;
}

async function answerInit(actor: Actor, context: ApiContext, { service, query, tell }: Init) {
  const { redirect, return_to: returnTo, switch_account: switchAccount } = query;
  const body = await begin(actor, context, {
    service,
    returnTo,
    forceLogin: switchAccount === '1',
    tell,
  });
  if (redirect === '0') return { status: 200, body } as const;
  return {
    status: 302,
    headers: { location: body.authorization_url },
    content: { type: plainText, data: 'The service asks for your consent.' },
  } as const;
}

const initTrakt = defineRoute({
  ...common,
  ...about,
  method: 'get',
  path: '/api/trakt/auth/init',
  audit: 'connection.begun',
  input: { query: initQuery },
  responses: redirected,
  handler: ({ actor, query, tell }, context) =>
    answerInit(actor, context, { service: 'trakt', query, tell }),
});

const initService = defineRoute({
  ...common,
  ...about,
  method: 'get',
  path: `${path}/{service}/auth/init`,
  audit: 'connection.begun',
  input: { params: serviceParams, query: initQuery },
  responses: redirected,
  handler: ({ actor, params, query, tell }, context) =>
    answerInit(actor, context, { service: params.service, query, tell }),
});

const postTrakt = defineRoute({
  ...common,
  audit: 'connection.begun',
  summary,
  description,
  method: 'post',
  path: '/api/trakt/auth/init',
  input: { body: initSchema },
  bodyExample: { return_to: '/docs' },
  responses: { 200: begun },
  handler: async ({ actor, body, tell }, context) => ({
    status: 200,
    body: await begin(actor, context, {
      service: 'trakt',
      returnTo: body.return_to,
      forceLogin: body.switch_account,
      tell,
    }),
  }),
});

const postService = defineRoute({
  ...common,
  audit: 'connection.begun',
  summary,
  description,
  method: 'post',
  path: `${path}/{service}/auth/init`,
  input: { params: serviceParams, body: initSchema },
  bodyExample: { return_to: '/docs' },
  responses: { 200: begun },
  handler: async ({ actor, params, body, tell }, context) => ({
    status: 200,
    body: await begin(actor, context, {
      service: params.service,
      returnTo: body.return_to,
      forceLogin: body.switch_account,
      tell,
    }),
  }),
});

const beginDevice = defineRoute({
  ...common,
  method: 'post',
  path: `${path}/trakt/device`,
  audit: 'connection.begun',
  summary: 'Begin to connect Trakt by a code',
  description:
    'For whoever has no browser at hand: show `user_code` and `verification_url`; the person types the code there. watchflow asks Trakt until the person has decided; look at the attempt every `poll_interval` seconds.',
  responses: {
    202: {
      description: 'The code, and where to type it.',
      schema: attemptSchema,
      example: deviceExample,
    },
  },
  problems: ['app-not-configured', 'upstream-unavailable', 'app-blocked'],
  handler: async ({ actor, tell }, { connections }) => {
    const attempt = await connections.beginDevice(beginnerOf(actor));
    tell({ ...factsOf('trakt', attempt.id), workflowId: deviceWorkflowId(attempt.id) });
    return {
      status: 202,
      headers: { location: `${path}/attempts/${attempt.id}` },
      body: toAttemptBody(attempt),
    };
  },
});

export const beginConnectionRoutes = [initTrakt, initService, postTrakt, postService, beginDevice];
