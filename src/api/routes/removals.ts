import { randomUUID } from 'node:crypto';
import { QuestionAnsweredError, type RemovalQuestion } from '../../areas/history/index.js';
import { pageQuery } from '../contract/page.js';
import {
  approvedExample,
  approvedSchema,
  removalExample,
  removalPageSchema,
  removalSchema,
  removalsQuery,
  removedItemExample,
  removedItemsSchema,
  toRemovalBody,
  toRemovedItemBody,
} from '../contract/removal.js';
import { runParams } from '../contract/runs/run-state.js';
import { defineRoute } from '../define-route.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import type { ApiContext } from '../route.js';
import { nameOf } from './change-settings.js';
import { toTicketBody } from './sync.js';

const tags = ['Removals'];
const path = '/api/v1/removals';

const listRemovals = defineRoute({
  method: 'get',
  path,
  scope: 'sync:read',
  summary: 'List what was asked about plays that are gone',
  description:
    'Newest first. When plays vanish from Trakt, their marks on Bangumi are kept, taken away or asked about as the settings `removals`, `removal_guard_plays` and `removal_guard_percent` say.',
  tags,
  input: { query: removalsQuery },
  responses: {
    200: {
      description: 'A page of questions.',
      schema: removalPageSchema,
      example: { items: [removalExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { removals }) => {
    const page = await removals.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toRemovalBody), next_cursor: page.nextCursor },
    };
  },
});

const readRemoval = defineRoute({
  method: 'get',
  path: `${path}/{id}`,
  scope: 'sync:read',
  summary: 'One such question',
  description: 'How it stands, and until when it can be answered.',
  tags,
  input: { params: runParams },
  responses: {
    200: { description: 'The question.', schema: removalSchema, example: removalExample },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, { removals }) => ({
    status: 200,
    body: toRemovalBody(await removals.find(userId, params.id)),
  }),
});

const listRemoved = defineRoute({
  method: 'get',
  path: `${path}/{id}/items`,
  scope: 'sync:read',
  summary: 'The plays it is about',
  description: 'In the order they came into the ledger, each with what was decided about it.',
  tags,
  input: { params: runParams, query: pageQuery },
  responses: {
    200: {
      description: 'A page of plays, and what was decided about each.',
      schema: removedItemsSchema,
      example: { items: [removedItemExample], next_cursor: null },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, query }, { removals }) => {
    const page = await removals.items(userId, params.id, query);
    return {
      status: 200,
      body: { items: page.items.map(toRemovedItemBody), next_cursor: page.nextCursor },
    };
  },
});

const approveRemoval = defineRoute({
  method: 'post',
  path: `${path}/{id}/approve`,
  scope: 'sync:run',
  audit: 'removal.approved',
  summary: 'Have the marks taken away',
  description:
    'Those that nobody has changed since; the sync that does it is asked for. It can be undone like any run.',
  tags,
  input: { params: runParams },
  responses: {
    202: {
      description: 'Taken; `Location` is the run that takes them away.',
      schema: approvedSchema,
      example: approvedExample,
    },
  },
  problems: ['not-found', 'question-answered'],
  handler: async ({ actor, params, tell }, context) => {
    tell({ target: { kind: 'removal-question', id: params.id } });
    const question = await answer(context, { actor, id: params.id, as: 'approved' });
    const ticket = await context.syncs.request(actor.userId, {
      requestId: randomUUID(),
      mode: 'normal',
      trigger: 'manual',
    });
    tell({
      detail: { run: ticket.runId, plays: question.plays },
      workflowId: ticket.workflowId,
    });
    return {
      status: 202,
      headers: { location: `/api/v1/runs/${ticket.runId}` },
      body: { question: toRemovalBody(question), sync: toTicketBody(ticket) },
    };
  },
});

const declineRemoval = defineRoute({
  method: 'post',
  path: `${path}/{id}/decline`,
  scope: 'sync:run',
  audit: 'removal.declined',
  summary: 'Keep the marks',
  description: 'Nothing is changed on Bangumi. To be asked no more, set `removals` to `keep`.',
  tags,
  input: { params: runParams },
  responses: {
    200: {
      description: 'They stay, and are not asked about again.',
      schema: removalSchema,
      example: { ...removalExample, state: 'declined', decided_at: '2026-11-22T10:00:00.000Z' },
    },
  },
  problems: ['not-found', 'question-answered'],
  handler: async ({ actor, params, tell }, context) => {
    tell({ target: { kind: 'removal-question', id: params.id } });
    const question = await answer(context, { actor, id: params.id, as: 'declined' });
    tell({ detail: { plays: question.plays } });
    return { status: 200, body: toRemovalBody(question) };
  },
});

interface Answer {
  readonly actor: Actor;
  readonly id: string;
  readonly as: 'approved' | 'declined';
}

async function answer(
  { removals }: Pick<ApiContext, 'removals'>,
  { actor, id, as }: Answer,
): Promise<RemovalQuestion> {
  try {
    return await removals.answer({ userId: actor.userId, questionId: id, by: nameOf(actor) }, as);
  } catch (error) {
    if (error instanceof QuestionAnsweredError)
      throw new Problem('question-answered', error.message, { cause: error });
    throw error;
  }
}

export const removalRoutes = [
  listRemovals,
  readRemoval,
  listRemoved,
  approveRemoval,
  declineRemoval,
];
