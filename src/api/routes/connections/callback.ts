import {
  attemptExample,
  attemptSchema,
  callbackQuery,
} from '../../contract/connections/attempt.js';
import { serviceParams } from '../../contract/connections/connection.js';
import { definePublicRoute, defineVisitedRoute } from '../../define-route.js';
import { returnScript, returnStyle } from '../../pages/connecting/return-page.js';
import { answerReturn, html, pageHeaders, returnProblems } from './answer-return.js';
import { path, tags } from './connections.js';

const page = { description: 'A page that says so.', type: html };
const attempt = { schema: attemptSchema, example: attemptExample, page: html };

const common = {
  method: 'get',
  summary: 'Where a service sends people back to',
  description:
    'Not to be called by programs. Answers a page in the language of the person or browser, or JSON where that is preferred. Loaded again it tells how the attempt ended.',
  tags,
  responses: {
    200: { ...attempt, description: 'Connected.' },
    202: { ...attempt, description: 'Still being connected; load it again.' },
    400: page,
    403: page,
    409: page,
    410: page,
    503: page,
  },
  problems: [...returnProblems, 'app-not-configured', 'rate-limited'],
} as const;

const traktCallback = defineVisitedRoute({
  ...common,
  path: '/api/trakt/auth/callback',
  audit: 'connection.connected',
  input: { query: callbackQuery, headers: pageHeaders },
  handler: (request, context) => answerReturn({ ...request, service: 'trakt' }, context),
});

const serviceCallback = defineVisitedRoute({
  ...common,
  path: `${path}/{service}/auth/callback`,
  audit: 'connection.connected',
  input: { params: serviceParams, query: callbackQuery, headers: pageHeaders },
  handler: (request, context) =>
    answerReturn({ ...request, service: request.params.service }, context),
});

const asset = (name: string, type: string, data: string) =>
  definePublicRoute({
    method: 'get',
    path: `/connecting/${name}`,
    summary: `${name} of the page one comes back to`,
    description: 'From here, so that the page needs nothing of its own inside.',
    tags,
    responses: { 200: { description: 'It.', type } },
    handler: () => Promise.resolve({ status: 200, content: { type, data } } as const),
  });

export const connectionCallbackRoutes = [
  traktCallback,
  serviceCallback,
  asset('page.js', 'text/javascript; charset=utf-8', returnScript),
  asset('page.css', 'text/css; charset=utf-8', returnStyle),
];
