import {
  bulkSchema,
  choiceExample,
  choiceSchema,
  settledExample,
  settledSchema,
  toAnswer,
} from '../../contract/matching/choice.js';
import { toMappingBody } from '../../contract/matching/mapping.js';
import {
  groupExample,
  matchDetailExample,
  matchDetailSchema,
  matchesQuery,
  matchPageSchema,
  matchParams,
  toDetailBody,
  toGroupBody,
} from '../../contract/matching/review.js';
import { languageHeaders, languageQuery } from '../../contract/language.js';
import { defineRoute } from '../../define-route.js';
import type { Answer, Settled } from '../../../areas/history/index.js';
import { answerLanguage, languageHeadersOf } from '../../answer-language.js';
import type { ProblemCode } from '../../problem-kinds.js';
import type { ApiContext, RawRequest } from '../../route.js';
import { askForSyncs } from './ask-for-syncs.js';
import { changeOf } from './change-of.js';
import { assertMayShare } from './may-share.js';

const tags = ['Matching'];
const path = '/api/v1/matches';

const listMatches = defineRoute({
  method: 'get',
  path,
  scope: 'matching:read',
  summary: 'What your plays were matched to',
  description:
    'One entry per season of a show and per film, the one observed last first; without `state`, what waits for you. With `changed` also what is marked on Bangumi and would be matched otherwise by now, with the difference, until you say which it is. Page on by sending `next_cursor` as `cursor` with the same filter.',
  tags,
  input: { query: matchesQuery, headers: languageHeaders },
  responses: {
    200: {
      description: 'A page; empty when nothing stands so.',
      schema: matchPageSchema,
      example: { items: [groupExample], next_cursor: null },
    },
  },
  handler: async ({ actor, query, headers }, { review, accounts }) => {
    const language = await answerLanguage({ actor, query, headers }, { accounts });
    const page = await review.list(actor.userId, { ...query, language });
    return {
      status: 200,
      headers: languageHeadersOf(language),
      body: { items: page.items.map(toGroupBody), next_cursor: page.nextCursor },
    };
  },
});

const readMatch = defineRoute({
  method: 'get',
  path: `${path}/{id}`,
  scope: 'matching:read',
  summary: 'One season or film, and what it could be',
  description:
    'What you watched of it with the reasons of each decision, and the candidates with their pictures and episodes. What is not known of a candidate is asked of Bangumi in your name, five questions at most; that it does not answer is told in `not_asked`.',
  tags,
  input: { params: matchParams, query: languageQuery, headers: languageHeaders },
  responses: {
    200: { description: 'All of it.', schema: matchDetailSchema, example: matchDetailExample },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, query, headers }, { review, accounts }) => {
    const language = await answerLanguage({ actor, query, headers }, { accounts });
    const { userId } = actor;
    return {
      status: 200,
      headers: languageHeadersOf(language),
      body: toDetailBody(await review.find({ userId, id: params.id, language })),
    };
  },
});

const outcomes = {
  200: {
    description: 'Settled, and nothing waits for a sync.',
    schema: settledSchema,
    example: { ...settledExample, released: 0, sync: null },
  },
  202: {
    description: 'Settled; `Location` is the sync that takes up what waits.',
    schema: settledSchema,
    example: settledExample,
  },
};

const settlingProblems: readonly ProblemCode[] = [
  'rows-missing',
  'connection-needed',
  'app-blocked',
  'upstream-unavailable',
];

const settleMatch = defineRoute({
  method: 'put',
  path: `${path}/{id}`,
  scope: 'matching:write',
  audit: 'match.settled',
  summary: 'Say what a season or film is',
  description:
    'Replaces what you said of it before, and puts its plays that are not marked yet back into line: the sync that takes them up is asked for. The subject must exist, and have the episodes, unless `allow_missing`; Bangumi is asked. What is marked stays marked, whatever you choose (`already_marked` counts it), and what has changed is not asked again. The same request sent again changes nothing.',
  tags,
  input: { params: matchParams, body: choiceSchema },
  bodyExample: choiceExample,
  responses: outcomes,
  problems: ['not-found', ...settlingProblems],
  handler: async ({ actor, params, body: { shared, ...choice }, log, tell }, context) => {
    const { choice: chosen, subject_id: subject } = choice;
    tell({ target: { kind: 'match', id: params.id }, detail: { choice: chosen, subject, shared } });
    assertMayShare(actor, shared);
    const answers = [toAnswer(params.id, choice)];
    return settleAll({ userId: actor.userId, isShared: shared, answers }, context, { log, tell });
  },
});

const settleMany = defineRoute({
  method: 'post',
  path: `${path}/bulk`,
  scope: 'matching:write',
  audit: 'match.bulk-settled',
  summary: 'Say what many seasons and films are',
  description:
    'As PUT /api/v1/matches/{id}, for up to 100: all of them or, when there is any fault, none; every fault is listed with its place. One sync takes up what waits.',
  tags,
  input: { body: bulkSchema },
  bodyExample: { items: [{ id: groupExample.id, ...choiceExample }] },
  responses: outcomes,
  problems: ['not-found', ...settlingProblems],
  handler: async ({ actor, body: { items, shared }, log, tell }, context) => {
    tell({ target: { kind: 'user', id: actor.userId }, detail: { items: items.length, shared } });
    assertMayShare(actor, shared);
    const answers = items.map(({ id, ...choice }, index) =>
      toAnswer(id, choice, `/items/${index}`),
    );
    return settleAll({ userId: actor.userId, isShared: shared, answers }, context, { log, tell });
  },
});

interface Settling {
  readonly userId: string;
  readonly isShared: boolean;
  readonly answers: readonly Answer[];
}

async function settleAll(
  settling: Settling,
  context: ApiContext,
  { log, tell }: Pick<RawRequest, 'log' | 'tell'>,
) {
  const { userId } = settling;
  const settled: Settled = await context.review.settle(settling);
  const { alreadyMarked, waiting, released } = settled;
  tell(changeOf(settled));
  const asked = await askForSyncs({ userId, waiting, released }, context, log);
  tell({ workflowId: asked.body.sync?.workflow_id });
  return {
    ...asked,
    body: {
      ...asked.body,
      mappings: settled.added.map(toMappingBody),
      removed: settled.removed.map(({ id }) => id),
      already_marked: alreadyMarked,
    },
  };
}

// `bulk` is no id.
export const matchRoutes = [listMatches, settleMany, readMatch, settleMatch];
