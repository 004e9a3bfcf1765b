import { toDraft, type ChangedMappings } from '../../../areas/history/index.js';
import {
  changedMappingExample,
  changedMappingSchema,
  exportQuery,
  importedExample,
  importedSchema,
  importSchema,
  mappingExample,
  mappingFileExample,
  mappingFileSchema,
  mappingPageSchema,
  mappingParams,
  mappingReplacementSchema,
  mappingSchema,
  mappingsQuery,
  newMappingExample,
  newMappingSchema,
  toImportedBody,
  toMappingBody,
  toMappingFile,
} from '../../contract/matching/mapping.js';
import { defineRoute } from '../../define-route.js';
import { differenceOf } from '../../../platform/lib/difference-of.js';
import type { ProblemCode } from '../../problem-kinds.js';
import type { ApiContext, RawRequest } from '../../route.js';
import { askForSyncs } from './ask-for-syncs.js';
import { changeOf } from './change-of.js';
import { assertMayShare, mayShare } from './may-share.js';

const tags = ['Matching'];
const path = '/api/v1/mappings';
const onePath = `${path}/{id}`;

const askingProblems: readonly ProblemCode[] = [
  'connection-needed',
  'app-blocked',
  'upstream-unavailable',
];

const listMappings = defineRoute({
  method: 'get',
  path,
  scope: 'matching:read',
  summary: 'List mappings',
  description: 'Your own, or with `scope=shared` those that decide for everybody; oldest first.',
  tags,
  input: { query: mappingsQuery },
  responses: {
    200: {
      description: 'A page of mappings.',
      schema: mappingPageSchema,
      example: { items: [mappingExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { review }) => {
    const page = await review.mappings.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toMappingBody), next_cursor: page.nextCursor },
    };
  },
});

const createMapping = defineRoute({
  method: 'post',
  path,
  scope: 'matching:write',
  audit: 'mapping.created',
  summary: 'Make a mapping',
  description:
    'Also of what you have not watched yet. It is looked whether the subject is on Bangumi. Plays it is about are matched again.',
  tags,
  input: { body: newMappingSchema },
  bodyExample: newMappingExample,
  responses: {
    201: { description: 'Made.', schema: changedMappingSchema, example: changedMappingExample },
  },
  problems: askingProblems,
  handler: async ({ actor, body: { shared, ...fields }, log, tell }, context) => {
    assertMayShare(actor, shared);
    const { userId } = actor;
    const owner = shared ? null : userId;
    const changed = await context.review.mappings.create(userId, owner, toDraft(fields));
    const [mapping] = changed.added;
    if (mapping === undefined) throw new Error('A mapping was made, and is not there.');
    tell({
      target: { kind: 'mapping', id: mapping.id },
      detail: { shared },
      after: toMappingBody(mapping),
    });
    const body = await afterwards({ userId, changed }, context, { log, tell });
    return {
      status: 201,
      headers: { location: `${path}/${mapping.id}` },
      body: { mapping: toMappingBody(mapping), ...body },
    };
  },
});

const readMapping = defineRoute({
  method: 'get',
  path: onePath,
  scope: 'matching:read',
  summary: 'Read a mapping',
  description: 'One of yours, or a shared one.',
  tags,
  input: { params: mappingParams },
  responses: {
    200: { description: 'The mapping.', schema: mappingSchema, example: mappingExample },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, { review }) => ({
    status: 200,
    body: toMappingBody(await review.mappings.find(userId, params.id)),
  }),
});

const changedMapping = {
  200: {
    description: 'The mapping.',
    schema: changedMappingSchema,
    example: changedMappingExample,
  },
};

const replaceMapping = defineRoute({
  method: 'put',
  path: onePath,
  scope: 'matching:write',
  audit: 'mapping.replaced',
  summary: 'Replace a mapping',
  description:
    'Whose it is stays. Plays that it was and is about are matched again; the same request sent again changes nothing.',
  tags,
  input: { params: mappingParams, body: mappingReplacementSchema },
  bodyExample: newMappingExample,
  responses: changedMapping,
  problems: ['not-found', ...askingProblems],
  handler: async ({ actor, params, body: fields, log, tell }, context) => {
    tell({ target: { kind: 'mapping', id: params.id } });
    const { userId } = actor;
    const acting = { userId, mayShare: mayShare(actor) };
    const changed = await context.review.mappings.replace(acting, params.id, toDraft(fields));
    tell(differenceOf(toMappingBody(changed.before), toMappingBody(changed.mapping)));
    const body = await afterwards({ userId, changed }, context, { log, tell });
    return { status: 200, body: { mapping: toMappingBody(changed.mapping), ...body } };
  },
});

const removeMapping = defineRoute({
  method: 'delete',
  path: onePath,
  scope: 'matching:write',
  audit: 'mapping.deleted',
  summary: 'Remove a mapping',
  description: 'Plays it was about are matched again without it. Answers it as it was.',
  tags,
  input: { params: mappingParams },
  responses: changedMapping,
  problems: ['not-found'],
  handler: async ({ actor, params, log, tell }, context) => {
    tell({ target: { kind: 'mapping', id: params.id } });
    const { userId } = actor;
    const acting = { userId, mayShare: mayShare(actor) };
    const changed = await context.review.mappings.remove(acting, params.id);
    tell({ before: toMappingBody(changed.mapping) });
    const body = await afterwards({ userId, changed }, context, { log, tell });
    return { status: 200, body: { mapping: toMappingBody(changed.mapping), ...body } };
  },
});

const exportMappings = defineRoute({
  method: 'get',
  path: `${path}/export`,
  scope: 'matching:read',
  summary: 'All mappings as a file',
  description: 'Which the import takes as it is, here or at another installation.',
  tags,
  input: { query: exportQuery },
  responses: {
    200: { description: 'The file.', schema: mappingFileSchema, example: mappingFileExample },
  },
  handler: async ({ actor: { userId }, query }, { review, clock }) => {
    const owner = query.scope === 'own' ? userId : null;
    return {
      status: 200,
      headers: { 'content-disposition': 'attachment; filename="watchflow-mappings.json"' },
      body: toMappingFile(await review.mappings.exportAll(owner), clock.now()),
    };
  },
});

const importMappings = defineRoute({
  method: 'post',
  path: `${path}/import`,
  scope: 'matching:write',
  audit: 'mapping.imported',
  summary: 'Take in a file of mappings',
  description:
    'All of it or, when there is any fault, nothing; every fault is listed with its place. Titles that are not among what you have watched are left out and told.',
  tags,
  input: { body: importSchema },
  bodyExample: { file: mappingFileExample, mode: 'merge', dry_run: false },
  responses: {
    200: { description: 'Taken in.', schema: importedSchema, example: importedExample },
  },
  problems: askingProblems,
  handler: async ({ actor, body, log, tell }, context) => {
    const { file, mode, shared, dry_run: isDryRun } = body;
    assertMayShare(actor, shared);
    const { userId } = actor;
    const owner = shared ? null : userId;
    const wish = { userId, owner, file, mode, isDryRun, place: '/file' };
    const changed = await context.review.mappings.importAll(wish);
    const told = toImportedBody(changed);
    const { added, removed } = told;
    if (!isDryRun) tell(changeOf(changed));
    tell({
      target: { kind: 'user', id: userId },
      detail: { mode, shared, dry_run: isDryRun, added, removed },
    });
    const body_ = await afterwards({ userId, changed }, context, { log, tell });
    return { status: 200, body: { ...told, dry_run: isDryRun, ...body_ } };
  },
});

async function afterwards(
  { userId, changed }: { readonly userId: string; readonly changed: ChangedMappings },
  context: ApiContext,
  { log, tell }: Pick<RawRequest, 'log' | 'tell'>,
) {
  const { body } = await askForSyncs(
    { userId, waiting: 0, released: changed.released },
    context,
    log,
  );
  tell({ workflowId: body.sync?.workflow_id });
  return body;
}

// `export` is no id.
export const mappingRoutes = [
  listMappings,
  createMapping,
  exportMappings,
  importMappings,
  readMapping,
  replaceMapping,
  removeMapping,
];
