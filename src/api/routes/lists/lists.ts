import { randomUUID } from 'node:crypto';
import type { Importing, ListDraft } from '../../../areas/lists/index.js';
import { expectedOf } from '../../contract/config.js';
import {
  listChangeSchema,
  listExample,
  listImportSchema,
  listMatchHeaders,
  listPageSchema,
  listParams,
  listSchema,
  listsQuery,
  newListExample,
  newListSchema,
  toImportedDraft,
  toListDraft,
  withChange,
} from '../../contract/lists/list.js';
import {
  createdListExample,
  createdListSchema,
  deletedListExample,
  deletedListSchema,
  deleteListQuery,
  keptOnTraktExample,
} from '../../contract/lists/list-run.js';
import { idempotencyHeaders } from '../../contract/sync.js';
import { defineRoute } from '../../define-route.js';
import { differenceOf } from '../../../platform/lib/difference-of.js';
import type { ApiContext, RawRequest } from '../../route.js';
import { findList, onePath, path, tags, toBodies, toBody, versioned } from './find-list.js';
import { ifReachable } from './if-reachable.js';
import { toListTicket } from './to-list-ticket.js';

export const oneList = {
  200: { description: 'The list.', schema: listSchema, example: listExample },
};

const listLists = defineRoute({
  method: 'get',
  path,
  scope: 'lists:read',
  summary: 'List your lists',
  description:
    'Oldest first, each with how Trakt’s side stands; with `deleted=true` those that were deleted.',
  tags,
  input: { query: listsQuery },
  responses: {
    200: {
      description: 'A page of lists.',
      schema: listPageSchema,
      example: { items: [listExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query: { deleted, ...wish } }, context) => {
    const page = await context.lists.page(userId, { ...wish, deleted: deleted === 'true' });
    const items = await toBodies(userId, page.items, context);
    return { status: 200, body: { items: [...items], next_cursor: page.nextCursor } };
  },
});

interface Making {
  readonly userId: string;
  readonly draft: ListDraft;
  readonly importing: Importing | null;
}

/** Makes a list, then has it brought to Trakt; it is there whether or not that can be asked for. */
async function makeList(
  { userId, draft, importing }: Making,
  context: ApiContext,
  { log, tell }: Pick<RawRequest, 'log' | 'tell'>,
) {
  const { lists, schedules } = context;
  const list = await lists.create(userId, draft, importing);
  tell({
    target: { kind: 'list', id: list.id },
    detail: { imports: importing?.traktListId ?? null, adopts: importing?.adopt ?? false },
    after: draft,
  });
  const request = {
    requestId: randomUUID(),
    trigger: 'manual',
    allowsRemovals: false,
    relink: false,
  } as const;
  const [ticket] = await Promise.all([
    ifReachable(log, () => lists.request({ userId, listId: list.id }, request)),
    ifReachable(log, () => schedules.follow('lists', userId)),
  ]);
  tell({ workflowId: ticket?.workflowId });
  return {
    status: 201,
    headers: { location: `${path}/${list.id}` },
    body: {
      list: await toBody(list, context),
      sync: ticket === undefined ? null : toListTicket(ticket),
      advice:
        ticket === undefined
          ? 'The list is made, but Temporal does not answer: it goes to Trakt with the next run of its schedule, or POST …/sync.'
          : null,
    },
  } as const;
}

const madeList = {
  201: { description: 'Made.', schema: createdListSchema, example: createdListExample },
};

const createList = defineRoute({
  method: 'post',
  path,
  scope: 'lists:write',
  audit: 'list.created',
  summary: 'Make a list',
  description:
    'A rule over what watchflow knows; at most 200 lists. It is brought to Trakt at once, and with each run of its schedule; the list is made even if that cannot be asked for. Send an Idempotency-Key to be able to repeat the request safely.',
  tags,
  input: { body: newListSchema, headers: idempotencyHeaders },
  bodyExample: newListExample,
  idempotency: { secrets: [] },
  responses: madeList,
  handler: ({ actor: { userId }, body, ...circumstances }, context) =>
    makeList({ userId, draft: toListDraft(body), importing: null }, context, circumstances),
});

const importList = defineRoute({
  method: 'post',
  path: `${path}/import`,
  scope: 'lists:write',
  audit: 'list.created',
  summary: 'Take over a list of yours from Trakt',
  description:
    'Its items become the items of the list, named one by one in their order, with the first run. Whether there is such a list shows then.',
  tags,
  input: { body: listImportSchema, headers: idempotencyHeaders },
  bodyExample: { trakt_list_id: 30_211_045, adopt: true },
  idempotency: { secrets: [] },
  responses: madeList,
  handler: ({ actor: { userId }, body, ...circumstances }, context) => {
    const importing = { traktListId: body.trakt_list_id, adopt: body.adopt };
    return makeList({ userId, draft: toImportedDraft(body), importing }, context, circumstances);
  },
});

const readList = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'lists:read',
  summary: 'Read a list',
  description: 'What it is to be, and how Trakt’s side stands; also of one that was deleted.',
  tags,
  input: { params: listParams },
  responses: oneList,
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, context) => ({
    status: 200,
    ...versioned(await toBody(await findList(userId, params.id, context), context)),
  }),
});

const changeList = defineRoute({
  method: 'patch',
  path: onePath,
  scope: 'lists:write',
  audit: 'list.changed',
  summary: 'Change a list',
  description:
    'What is left out stays; a rule is replaced as a whole. It reaches Trakt with the next run: POST …/sync asks for one now.',
  tags,
  input: { params: listParams, body: listChangeSchema, headers: listMatchHeaders },
  bodyExample: { privacy: 'public', enabled: true },
  responses: oneList,
  problems: ['not-found', 'version-conflict'],
  handler: async ({ actor: { userId }, params, body, headers, log, tell }, context) => {
    const changed = Object.keys(body).filter((field) => field !== 'version');
    tell({ target: { kind: 'list', id: params.id }, detail: { changed } });
    const expectedVersion = expectedOf(headers, body.version);
    const list = await context.lists.change(
      { userId, id: params.id, expectedVersion },
      (before) => {
        const after = withChange(before, body);
        tell(differenceOf(before, after));
        return after;
      },
    );
    if (body.enabled !== undefined)
      await ifReachable(log, () => context.schedules.follow('lists', userId));
    return { status: 200, ...versioned(await toBody(list, context)) };
  },
});

const deleteList = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'lists:write',
  audit: 'list.deleted',
  summary: 'Delete a list',
  description:
    'Gone here at once; on Trakt by a workflow that goes on trying and tells how it ended. With `keep_on_trakt=true` what is there stays. Send it again for one that could not be deleted there.',
  tags,
  input: { params: listParams, query: deleteListQuery },
  responses: {
    200: {
      description: 'Deleted; nothing is left to do on Trakt.',
      schema: deletedListSchema,
      example: keptOnTraktExample,
    },
    202: {
      description: 'Deleted here; `Location` tells how Trakt’s side stands.',
      schema: deletedListSchema,
      example: deletedListExample,
    },
  },
  problems: ['not-found', 'list-in-use'],
  handler: async ({ actor: { userId }, params: { id }, query, log, tell }, context) => {
    const keepOnTrakt = query.keep_on_trakt === 'true';
    tell({ target: { kind: 'list', id }, detail: { keep_on_trakt: keepOnTrakt } });
    const { lists, schedules } = context;
    const before = await findList(userId, id, context);
    tell({ before: { name: before.name, rule: before.rule } });
    const isOver = keepOnTrakt || before.standing === 'deleted';
    // What is under way must not make there what is to be left alone.
    if (isOver) await ifReachable(log, () => lists.cancel(id));
    const list = await lists.takeAway(userId, id, { keepOnTrakt: isOver });
    const [begun] = await Promise.all([
      isOver ? undefined : ifReachable(log, () => lists.remove({ userId, listId: id })),
      ifReachable(log, () => schedules.follow('lists', userId)),
    ]);
    const told = { list: await toBody(list, context), deletion: null, advice: null };
    const headers = { location: `${path}/${list.id}` };
    if (isOver) return { status: 200, body: told };
    if (begun === undefined) return { status: 202, headers, body: { ...told, advice: sendAgain } };
    const { workflowId, outcome } = begun;
    tell({ workflowId });
    const deletion = { workflow_id: workflowId, outcome };
    return { status: 202, headers, body: { ...told, deletion } };
  },
});

const sendAgain =
  'The list is deleted here, but Temporal does not answer: send this once more to have it deleted on Trakt.';

// `import` is no id.
export const listRoutes = [listLists, createList, importList, readList, changeList, deleteList];
