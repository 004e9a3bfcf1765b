import { pageQuery } from '../../contract/page.js';
import {
  deletedSchema,
  fileExample,
  filePageSchema,
  fileParams,
  fileSchema,
  toFileBody,
  uploadQuery,
} from '../../contract/files/file.js';
import { fileHeaders, saidOf } from '../../contract/files/said.js';
import { idempotencyHeaders } from '../../contract/sync.js';
import { defineRoute } from '../../define-route.js';
import { anyFile } from './any-file.js';

const tags = ['Files'];
const path = '/api/v1/storage/files';

const upload = defineRoute({
  method: 'post',
  path: `${path}/upload`,
  scope: 'files:write',
  audit: 'file.uploaded',
  summary: 'Upload a file',
  description:
    'The body is the file, with its type as Content-Type. It is kept as it comes, however large, up to a limit of the operator’s. What is in it has to be of the type that was said, and of one that is taken; its SHA-256 is worked out, and compared where one is given. Send an Idempotency-Key to be able to repeat the request safely: it is kept once, and one that broke off is taken up anew.',
  tags,
  input: { query: uploadQuery, headers: idempotencyHeaders.extend(fileHeaders.shape) },
  upload: anyFile,
  responses: {
    200: {
      description: 'Sent before under this key.',
      schema: fileSchema,
      example: fileExample,
    },
    201: { description: 'Kept.', schema: fileSchema, example: fileExample },
  },
  problems: ['file-refused', 'file-differs', 'file-there-already', 'file-gone', 'storage-full'],
  handler: async ({ actor: { userId }, query, headers, stream, tell }, { files }) => {
    const { name, sha256, expires_at: expiresAt } = query;
    const wish = {
      ...{ userId, name, sha256, expiresAt },
      ...saidOf(headers),
      requestId: headers['idempotency-key'],
    };
    const { file, isNew } = await files.receive(wish, stream);
    tell({ target: { kind: 'file', id: file.id }, detail: { size: file.size, isNew } });
    const location = `${path}/${file.id}`;
    return { status: isNew ? 201 : 200, headers: { location }, body: toFileBody(file) };
  },
});

const list = defineRoute({
  method: 'get',
  path,
  scope: 'files:read',
  summary: 'List files',
  description: 'Newest first.',
  tags,
  input: { query: pageQuery },
  responses: {
    200: {
      description: 'A page of files.',
      schema: filePageSchema,
      example: { items: [fileExample], next_cursor: null },
    },
  },
  handler: async ({ actor: { userId }, query }, { files }) => {
    const page = await files.list(userId, query);
    return {
      status: 200,
      body: { items: page.items.map(toFileBody), next_cursor: page.nextCursor },
    };
  },
});

const read = defineRoute({
  method: 'get',
  path: `${path}/{id}`,
  scope: 'files:read',
  summary: 'One file',
  description: 'What is known of it. Its bytes are at …/download.',
  tags,
  input: { params: fileParams },
  responses: { 200: { description: 'The file.', schema: fileSchema, example: fileExample } },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params }, { files }) => ({
    status: 200,
    body: toFileBody(await files.find(userId, params.id)),
  }),
});

const remove = defineRoute({
  method: 'delete',
  path: `${path}/{id}`,
  scope: 'files:write',
  audit: 'file.deleted',
  summary: 'Delete a file',
  description: 'Nobody sees it from then on; its bytes go at once, or with the next cleaning up.',
  tags,
  input: { params: fileParams },
  responses: {
    200: { description: 'Gone.', schema: deletedSchema, example: { id: fileExample.id } },
  },
  problems: ['not-found'],
  handler: async ({ actor: { userId }, params: { id }, tell }, { files }) => {
    tell({ target: { kind: 'file', id } });
    const { name, size, contentType, sha256 } = await files.find(userId, id);
    tell({ before: { name, size, contentType, sha256 } });
    await files.remove(userId, id);
    return { status: 200, body: { id } };
  },
});

export const fileRoutes = [upload, list, read, remove];
