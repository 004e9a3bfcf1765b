import { idParams } from '../contract/account.js';
import {
  limitsStandingExample,
  limitsStandingSchema,
  toRequestLimits,
  toStandingBody,
} from '../contract/limits.js';
import { defineRoute } from '../define-route.js';
import { Problem } from '../problem.js';
import { holdsScope } from '../scopes.js';

const common = {
  method: 'get',
  scope: 'usage:read',
  tags: ['Usage'],
  input: { params: idParams },
  responses: {
    200: {
      description: 'How many requests are used of how many.',
      schema: limitsStandingSchema,
      example: limitsStandingExample,
    },
  },
  problems: ['not-found'],
} as const;

const about =
  'In the present minute, day and month (UTC); requests of other processes show a second later. Requests that were refused are not counted.';

const readKeyLimits = defineRoute({
  ...common,
  path: '/api/v1/api-keys/{id}/limits',
  summary: 'How much is left of the limits of an API key',
  description: `${about} Those that read and write translation records have a count of their own in the minute, unless the key has a limit for it. Administrators with the scope \`admin:usage\` see any key’s.`,
  handler: async ({ actor, params }, { accounts, usage }) => {
    const userId = holdsScope(actor, 'admin:usage') ? undefined : actor.userId;
    const key = await accounts.keys.find(userId, params.id);
    if (key === undefined) throw new Problem('not-found', 'There is no such API key.');
    const whose = { kind: 'key', id: key.id, limits: toRequestLimits(key.limits) } as const;
    return { status: 200, body: toStandingBody(await usage.limitsOf(whose)) };
  },
});

const readUserLimits = defineRoute({
  ...common,
  path: '/api/v1/users/{id}/limits',
  summary: 'How much is left of the limits of a person',
  description: `${about} All API keys of the person together; what a browser asks for is not among it. One’s own; anybody’s with \`admin:usage\`.`,
  handler: async ({ actor, params: { id } }, { accounts, usage }) => {
    const maySee = id === actor.userId || holdsScope(actor, 'admin:usage');
    const person = maySee ? await accounts.people.find(id) : undefined;
    if (person === undefined) throw new Problem('not-found', 'There is no such account.');
    const whose = { kind: 'user', id, limits: toRequestLimits(person.limits) } as const;
    return { status: 200, body: toStandingBody(await usage.limitsOf(whose)) };
  },
});

export const limitRoutes = [readKeyLimits, readUserLimits];
