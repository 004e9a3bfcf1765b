import {
  addItems,
  admitItem,
  excludeItem,
  pinItem,
  removeItem,
  reorderItems,
  unpinItem,
  type Rule,
} from '../../../areas/lists/index.js';
import { answerLanguage, languageHeadersOf } from '../../answer-language.js';
import { expectedOf } from '../../contract/config.js';
import { languageHeaders } from '../../contract/language.js';
import { listMatchHeaders, listParams } from '../../contract/lists/list.js';
import {
  itemPageSchema,
  itemParams,
  itemsQuery,
  listItemExample,
  newItemsSchema,
  pinSchema,
  rankOf,
  reorderSchema,
  toItemBody,
} from '../../contract/lists/list-item.js';
import { defineRoute } from '../../define-route.js';
import { differenceOf } from '../../../platform/lib/difference-of.js';
import type { ProblemCode } from '../../problem-kinds.js';
import type { ApiContext, RawRequest } from '../../route.js';
import { findLiveList, onePath, tags, toBody, versioned, wordingOf } from './find-list.js';
import { oneList } from './lists.js';

const listItems = defineRoute({
  method: 'get',
  path: `${onePath}/items`,
  scope: 'lists:read',
  summary: 'What a list holds',
  description:
    'By rank, as last worked out (`evaluated_at` of the list), each item with its score by terms and why it is there.',
  tags,
  input: { params: listParams, query: itemsQuery, headers: languageHeaders },
  responses: {
    200: {
      description: 'A page of items.',
      schema: itemPageSchema,
      example: { items: [listItemExample], next_cursor: null, language: 'en' },
    },
  },
  problems: ['not-found'],
  handler: async ({ actor, params, query, headers }, context) => {
    const list = await findLiveList(actor.userId, params.id, context);
    const language = await answerLanguage({ actor, query, headers }, context);
    const { limit, cursor } = query;
    const rows = await context.lists.items(list.id, { after: rankOf(cursor), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const wording = await wordingOf(list, language, context);
    return {
      status: 200,
      headers: languageHeadersOf(language),
      body: {
        items: shown.map((item) => toItemBody(item, wording)),
        next_cursor: rows.length > limit ? `after-${shown.at(-1)?.rank ?? 0}` : null,
        language,
      },
    };
  },
});

interface RuleChange {
  readonly actor: { readonly userId: string };
  readonly params: { readonly id: string };
  readonly headers: { readonly 'if-match'?: string | undefined };
  readonly tell: RawRequest['tell'];
}

/** Changes nothing but the rule. */
async function changeRule(
  { actor: { userId }, params: { id }, headers, tell }: RuleChange,
  context: ApiContext,
  change: { readonly what: string; readonly by: (rule: Rule) => Rule },
) {
  tell({ target: { kind: 'list', id }, detail: { changed: [change.what] } });
  const which = { userId, id, expectedVersion: expectedOf(headers, undefined) };
  const list = await context.lists.change(which, (before) => {
    const after = { ...before, rule: change.by(before.rule) };
    tell(differenceOf(before.rule, after.rule));
    return after;
  });
  return { status: 200, ...versioned(await toBody(list, context)) } as const;
}

const common = {
  scope: 'lists:write',
  audit: 'list.changed',
  tags,
  responses: oneList,
  problems: ['not-found', 'version-conflict'] satisfies ProblemCode[],
} as const;
const ofItem = { params: itemParams, headers: listMatchHeaders };

const pinPath = `${onePath}/pins/{key}`;

const putPin = defineRoute({
  ...common,
  method: 'put',
  path: pinPath,
  summary: 'Pin an item',
  description:
    'In the list at that rank whatever the rule says; it is not excluded any more. A rank that another pin has is refused. Safe to repeat.',
  input: { ...ofItem, body: pinSchema },
  bodyExample: { at: 1 },
  handler: (request, context) => {
    const { params, body } = request;
    const pin = { item: params.key, at: body.at };
    return changeRule(request, context, { what: 'pins', by: (rule) => pinItem(rule, pin) });
  },
});

const deletePin = defineRoute({
  ...common,
  method: 'delete',
  path: pinPath,
  summary: 'Unpin an item',
  description: 'It stays where the rule has it, if it has. Safe to repeat.',
  input: ofItem,
  handler: (request, context) =>
    changeRule(request, context, {
      what: 'pins',
      by: (rule) => unpinItem(rule, request.params.key),
    }),
});

const exclusionPath = `${onePath}/exclusions/{key}`;

const putExclusion = defineRoute({
  ...common,
  method: 'put',
  path: exclusionPath,
  summary: 'Keep an item out',
  description:
    'Whatever brings it; a show stands for its seasons too. Its pin goes. Safe to repeat.',
  input: ofItem,
  handler: (request, context) =>
    changeRule(request, context, {
      what: 'exclude',
      by: (rule) => excludeItem(rule, request.params.key),
    }),
});

const deleteExclusion = defineRoute({
  ...common,
  method: 'delete',
  path: exclusionPath,
  summary: 'Let an item in again',
  description: 'It is in the list if something brings it. Safe to repeat.',
  input: ofItem,
  handler: (request, context) =>
    changeRule(request, context, {
      what: 'exclude',
      by: (rule) => admitItem(rule, request.params.key),
    }),
});

const postItems = defineRoute({
  ...common,
  method: 'post',
  path: `${onePath}/items`,
  summary: 'Add items by hand',
  description:
    'Behind those that the rule names; it gets a source for them if it has none. Filters and limit hold for them too: pin what must be there. Safe to repeat.',
  input: { params: listParams, body: newItemsSchema, headers: listMatchHeaders },
  bodyExample: { items: ['show:1390', 'movie:28'] },
  handler: (request, context) =>
    changeRule(request, context, {
      what: 'items',
      by: (rule) => addItems(rule, request.body.items),
    }),
});

const deleteItem = defineRoute({
  ...common,
  method: 'delete',
  path: `${onePath}/items/{key}`,
  summary: 'Take out an item that was added by hand',
  description:
    'It is named no more; what else brings it still does: PUT …/exclusions/{key} keeps it out. Safe to repeat.',
  input: ofItem,
  handler: (request, context) =>
    changeRule(request, context, {
      what: 'items',
      by: (rule) => removeItem(rule, request.params.key),
    }),
});

const reorder = defineRoute({
  ...common,
  method: 'post',
  path: `${onePath}/reorder`,
  summary: 'Put items in order',
  description:
    'Of a list of items alone: the order in which they are named. Of any other: these are pinned to the ranks from 1 on, at most 200, and pins that stand in the way go. Safe to repeat.',
  input: { params: listParams, body: reorderSchema, headers: listMatchHeaders },
  bodyExample: { items: ['movie:28', 'show:1390'] },
  handler: (request, context) =>
    changeRule(request, context, {
      what: 'order',
      by: (rule) => reorderItems(rule, request.body.items),
    }),
});

export const listItemRoutes = [
  listItems,
  putPin,
  deletePin,
  putExclusion,
  deleteExclusion,
  postItems,
  deleteItem,
  reorder,
];
