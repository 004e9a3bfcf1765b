import {
  ratingExample,
  ratingsSchema,
  stateExample,
  statesSchema,
  toRatingBody,
  toStateBody,
  wishesQuery,
} from '../../contract/carrying/wishes.js';
import { defineRoute } from '../../define-route.js';

const tags = ['Sync'];

const listRatings = defineRoute({
  method: 'get',
  path: '/api/v1/ratings',
  scope: 'sync:read',
  summary: 'What became of your ratings',
  description:
    'Each rating of Trakt that was read, and where it stands: written and read back on Bangumi, waiting, or left alone, with the reason. One that goes to several subjects is listed for each. Empty until `ratings` is switched on. Moved last first.',
  tags,
  input: { query: wishesQuery },
  responses: {
    200: {
      description: 'A page of ratings.',
      schema: ratingsSchema,
      example: { items: [ratingExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { wishes }) => {
    const page = await wishes.list(userId, 'ratings', query);
    return {
      status: 200,
      body: { items: page.items.map(toRatingBody), next_cursor: page.nextCursor },
    };
  },
});

const listStates = defineRoute({
  method: 'get',
  path: '/api/v1/states',
  scope: 'sync:read',
  summary: 'What became of watchlist, collection and completed subjects',
  description:
    'Each place on your lists on Trakt that the policy table makes something of, and each subject whose last episode is proven. Moved last first.',
  tags,
  input: { query: wishesQuery },
  responses: {
    200: {
      description: 'A page of states.',
      schema: statesSchema,
      example: { items: [stateExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { wishes }) => {
    const page = await wishes.list(userId, 'states', query);
    return {
      status: 200,
      body: { items: page.items.map(toStateBody), next_cursor: page.nextCursor },
    };
  },
});

export const wishRoutes = [listRatings, listStates];
