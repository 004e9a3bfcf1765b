import {
  explanationExample,
  explanationSchema,
  playParams,
  toExplanationBody,
} from '../../contract/plays/explanation.js';
import { playsQuery, playsSchema } from '../../contract/plays/play-list.js';
import { runItemExample, toRunItemBody } from '../../contract/runs/run-items.js';
import { defineRoute } from '../../define-route.js';
import { answerLanguage, languageHeadersOf } from '../../answer-language.js';
import { languageHeaders, languageQuery } from '../../contract/language.js';

const tags = ['Sync'];
const path = '/api/v1/plays';

const listPlays = defineRoute({
  method: 'get',
  path,
  scope: 'sync:read',
  summary: 'Find plays',
  description:
    'Your plays as they stand now, those that came into the ledger last first. Page on by sending `next_cursor` as `cursor` with the same filter. `…/{id}/explain` says of one how it came to that.',
  tags,
  input: { query: playsQuery },
  responses: {
    200: {
      description: 'A page of plays.',
      schema: playsSchema,
      example: { items: [runItemExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { plays }) => {
    const page = await plays.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toRunItemBody), next_cursor: page.nextCursor },
    };
  },
});

const explainPlay = defineRoute({
  method: 'get',
  path: `${path}/{id}/explain`,
  scope: 'sync:read',
  summary: 'Why a play stands where it stands',
  description:
    'From the row of its source to the read-back that proved it: each decision with its evidence, each change in the ledger, each call to Bangumi about its episode or its subject as a whole, in order, as data and in words; what it waits for now, and what you can do.',
  tags,
  input: { params: playParams, query: languageQuery, headers: languageHeaders },
  responses: {
    200: {
      description: 'The whole chain.',
      schema: explanationSchema,
      example: explanationExample,
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, query, headers }, { plays, accounts }) => {
    const language = await answerLanguage({ actor, query, headers }, { accounts });
    const explained = await plays.explain({ userId: actor.userId, playId: params.id, language });
    return {
      status: 200,
      headers: languageHeadersOf(language),
      body: toExplanationBody(explained, language),
    };
  },
});

export const playRoutes = [listPlays, explainPlay];
