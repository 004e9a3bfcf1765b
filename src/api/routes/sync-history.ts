import { runExample, toRunBody } from '../contract/run.js';
import { historyPageSchema, historyQuery } from '../contract/sync.js';
import { defineRoute } from '../define-route.js';

/** The list of runs at one of its addresses. */
export const listRunsAt = (path: string) =>
  defineRoute({
    method: 'get',
    path,
    scope: 'sync:read',
    summary: 'List past and running syncs',
    description:
      'Newest first. Page on by sending `next_cursor` as `cursor` with the same filters.',
    tags: ['Sync'],
    input: { query: historyQuery },
    responses: {
      200: {
        description: 'A page of runs.',
        schema: historyPageSchema,
        example: { items: [runExample], next_cursor: null },
      },
    },
    handler: async ({ actor, query }, { runs }) => {
      const page = await runs.list(actor.userId, query);
      return {
        status: 200,
        body: { items: page.items.map(toRunBody), next_cursor: page.nextCursor },
      };
    },
  });

export const syncHistoryRoutes = [listRunsAt('/api/sync/history')];
