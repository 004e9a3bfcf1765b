import { answerLanguage, languageHeadersOf } from '../../answer-language.js';
import { languageHeaders, languageQuery } from '../../contract/language.js';
import {
  listPreviewExample,
  listPreviewRequestExample,
  listPreviewRequestSchema,
  listPreviewSchema,
  toListPreviewBody,
} from '../../contract/lists/preview.js';
import { defineRoute } from '../../define-route.js';
import { path, tags, wordingOf } from './find-list.js';

const previewList = defineRoute({
  method: 'post',
  path: `${path}/preview`,
  scope: 'lists:read',
  audit: 'nothing',
  summary: 'See what a list would hold',
  description:
    'Of a rule as you would have it, from what is known by now: nobody is asked, and nothing is kept. It is refused where keeping it would be.',
  tags,
  input: { body: listPreviewRequestSchema, query: languageQuery, headers: languageHeaders },
  bodyExample: listPreviewRequestExample,
  responses: {
    200: {
      description: 'The items, and what was left out.',
      schema: listPreviewSchema,
      example: listPreviewExample,
    },
  },
  handler: async ({ actor, body, query, headers }, context) => {
    const { userId } = actor;
    const language = await answerLanguage({ actor, query, headers }, context);
    const { name, description, rule } = body;
    const draft = { name, description, rule };
    const worked = await context.lists.preview({ userId, draft, listId: body.list_id ?? null });
    const wording = await wordingOf({ userId, rule }, language, context);
    return {
      status: 200,
      headers: languageHeadersOf(language),
      body: toListPreviewBody(worked, body, { ...wording, now: context.clock.now() }),
    };
  },
});

export const listPreviewRoutes = [previewList];
