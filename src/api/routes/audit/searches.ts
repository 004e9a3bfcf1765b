import {
  newSearchExample,
  newSearchSchema,
  searchesSchema,
  searchExample,
  searchParams,
  searchSchema,
  toSearchBody,
} from '../../contract/audit/search.js';
import type { SavedSearch } from '../../../areas/audit/index.js';
import { defineRoute } from '../../define-route.js';
import { differenceOf } from '../../../platform/lib/difference-of.js';

const tags = ['Audit'];
const path = '/api/v1/audit/searches';
const onePath = `${path}/{id}`;

const oneSearch = {
  200: { description: 'The search.', schema: searchSchema, example: searchExample },
};

const targetOf = (id: string) => ({ target: { kind: 'audit-search', id } });

const listSearches = defineRoute({
  method: 'get',
  path,
  scope: 'audit:read',
  summary: 'List your saved searches',
  description: 'By name.',
  tags,
  responses: {
    200: { description: 'All.', schema: searchesSchema, example: { items: [searchExample] } },
  },
  handler: async ({ actor: { userId } }, { auditLogs }) => ({
    status: 200,
    body: { items: (await auditLogs.searches.list(userId)).map(toSearchBody) },
  }),
});

const readSearch = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'audit:read',
  summary: 'Read a saved search',
  description: 'Its `query` is what the list takes as parameters.',
  tags,
  input: { params: searchParams },
  responses: oneSearch,
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, { auditLogs }) => ({
    status: 200,
    body: toSearchBody(await auditLogs.searches.find(userId, params.id)),
  }),
});

const saveSearch = defineRoute({
  method: 'post',
  path,
  scope: 'audit:searches',
  audit: 'audit-search.saved',
  summary: 'Save a search',
  description: 'For yourself alone, under a name you have not used yet. At most fifty.',
  tags,
  input: { body: newSearchSchema },
  bodyExample: newSearchExample,
  responses: {
    201: { description: 'Saved.', schema: searchSchema, example: searchExample },
  },
  problems: ['search-name-taken', 'too-many-searches'],
  handler: async ({ actor: { userId }, body, tell }, { auditLogs }) => {
    const search = await auditLogs.searches.save(userId, body);
    tell({ ...targetOf(search.id), after: whatOf(search) });
    return {
      status: 201,
      headers: { location: `${path}/${search.id}` },
      body: toSearchBody(search),
    };
  },
});

const replaceSearch = defineRoute({
  method: 'put',
  path: onePath,
  scope: 'audit:searches',
  audit: 'audit-search.changed',
  summary: 'Change a saved search',
  description: 'Name and query as they are to be.',
  tags,
  input: { params: searchParams, body: newSearchSchema },
  bodyExample: newSearchExample,
  responses: oneSearch,
  problems: ['not-found', 'search-name-taken'],
  handler: async ({ actor: { userId }, params, body, tell }, { auditLogs }) => {
    tell(targetOf(params.id));
    const before = await auditLogs.searches.find(userId, params.id);
    const search = await auditLogs.searches.replace(userId, params.id, body);
    tell(differenceOf(whatOf(before), whatOf(search)));
    return { status: 200, body: toSearchBody(search) };
  },
});

const removeSearch = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'audit:searches',
  audit: 'audit-search.deleted',
  summary: 'Remove a saved search',
  description: 'Answers it as it was.',
  tags,
  input: { params: searchParams },
  responses: oneSearch,
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params, tell }, { auditLogs }) => {
    tell(targetOf(params.id));
    const search = await auditLogs.searches.remove(userId, params.id);
    tell({ before: whatOf(search) });
    return { status: 200, body: toSearchBody(search) };
  },
});

const whatOf = ({ name, query }: SavedSearch) => ({ name, query });

export const auditSearchRoutes = [
  listSearches,
  saveSearch,
  readSearch,
  replaceSearch,
  removeSearch,
];
