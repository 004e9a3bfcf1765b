import { Readable } from 'node:stream';
import type { Restored } from '../../../areas/translation/index.js';
import {
  incompletePageExample,
  incompletePageSchema,
  incompleteQuery,
  toIncompleteBody,
} from '../../contract/translation/keep.js';
import { recordParams } from '../../contract/translation/read.js';
import { toSessionBody, toTaskBody } from '../../contract/translation/record.js';
import { defineRoute } from '../../define-route.js';
import { serialise } from '../../serialise.js';

const tags = ['Translation records'];
const path = '/api/v1/translation/recovery';

const listIncomplete = defineRoute({
  method: 'get',
  path: `${path}/incomplete-sessions`,
  scope: 'translation:read',
  summary: 'List sessions that are not at their end',
  description:
    'Pending and processing ones, the longest untouched first, with how their tasks stand: what a service asks when it has been killed.',
  tags,
  input: { query: incompleteQuery },
  responses: {
    200: {
      description: 'A page of sessions.',
      schema: incompletePageSchema,
      example: incompletePageExample,
    },
  },
  handler: async ({ actor: { userId }, query }, { translation }) => {
    const { limit, cursor, updated_to: updatedTo } = query;
    const page = await translation.listIncomplete({ userId, limit, cursor, updatedTo });
    const items = page.items.map(toIncompleteBody);
    return { status: 200, body: { items, next_cursor: page.nextCursor } };
  },
});

const restore = defineRoute({
  method: 'post',
  path: `${path}/restore/{id}`,
  scope: 'translation:read',
  audit: 'translation.restored',
  summary: 'A session and what is left to do of it',
  description:
    'As JSONL, sent as it is read, however much it is: first the session (`kind` `session`), then its pending and processing tasks in their order (`task`), and last how many there were (`end`, with `tasks`): without that line it is not whole. Nothing is changed.',
  tags,
  input: { params: recordParams },
  responses: { 200: { description: 'Session, tasks, end.', type: 'application/jsonl' } },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, tell }, { translation }) => {
    tell({ target: { kind: 'translation-session', id: params.id } });
    const restored = await translation.restore(userId, params.id);
    const data = Readable.from(toLines(restored));
    return { status: 200, content: { type: 'application/jsonl', data } };
  },
});

async function* toLines({ session, tasks }: Restored): AsyncGenerator<string> {
  yield toLine({ kind: 'session', ...toSessionBody(session) });
  let count = 0;
  for await (const some of tasks) {
    count += some.length;
    yield some.map((task) => toLine({ kind: 'task', ...toTaskBody(task) })).join('');
  }
  yield toLine({ kind: 'end', tasks: count });
}

const toLine = (value: object): string => `${serialise(value)}\n`;

export const recoverRoutes = [listIncomplete, restore];
