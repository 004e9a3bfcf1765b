import {
  announceBody,
  announceExample,
  fileExample,
  fileParams,
  fileSchema,
  toFileBody,
} from '../../contract/files/file.js';
import {
  downloadLinkExample,
  downloadLinkSchema,
  signedQuery,
  toUrl,
  uploadLinkExample,
  uploadLinkSchema,
} from '../../contract/files/link.js';
import { fileHeaders, saidOf } from '../../contract/files/said.js';
import { definePublicRoute, defineRoute } from '../../define-route.js';
import { answerDownload, downloadHeaders, downloadResponses } from './answer-download.js';
import { anyFile } from './any-file.js';

const tags = ['Files'];
const path = '/api/v1/storage/files';
const signedPath = `${path}/content`;

const announce = defineRoute({
  method: 'post',
  path: `${path}/upload-url`,
  scope: 'files:write',
  audit: 'file.announced',
  summary: 'An address to upload a file to',
  description:
    'For whoever has no key: the address is good for some minutes, for exactly this file, and once. Where files are kept in S3 it is an address of that service; ask …/complete afterwards.',
  tags,
  input: { body: announceBody },
  bodyExample: announceExample,
  responses: {
    201: {
      description: 'The file, pending, and where to put it.',
      schema: uploadLinkSchema,
      example: uploadLinkExample,
    },
  },
  problems: ['file-refused', 'file-too-large', 'storage-unavailable'],
  handler: async ({ actor: { userId }, body, tell }, { files, publicUrl }) => {
    const { name, content_type: contentType, size, sha256, expires_at: expiresAt } = body;
    const wish = { userId, name, contentType, size, sha256, expiresAt };
    const { file, link } = await files.announce(wish);
    tell({ target: { kind: 'file', id: file.id }, detail: { size, contentType } });
    return {
      status: 201,
      headers: { location: `${path}/${file.id}` },
      body: {
        file: toFileBody(file),
        upload: {
          method: 'PUT' as const,
          url: toUrl(link, publicUrl),
          headers: { 'content-type': contentType },
          confirm: link.kind === 'direct',
          expires_at: link.expiresAt.toISOString(),
        },
      },
    };
  },
});

const put = definePublicRoute({
  method: 'put',
  path: signedPath,
  audit: 'file.uploaded',
  summary: 'Upload a file to a signed address',
  description:
    'As POST …/upload-url gave it out. The body is the file. One that broke off may be sent again while the address is good; one that is there is not replaced.',
  tags,
  input: { query: signedQuery, headers: fileHeaders },
  upload: anyFile,
  responses: { 201: { description: 'Kept.', schema: fileSchema, example: fileExample } },
  problems: [
    'link-invalid',
    'not-found',
    'file-refused',
    'file-differs',
    'file-there-already',
    'file-gone',
    'storage-full',
    'storage-unavailable',
  ],
  handler: async ({ query, headers, stream, tell }, { files }) => {
    const { contentType } = saidOf(headers);
    const { file, userId } = await files.acceptPut(query, { body: stream, contentType });
    tell({ target: { kind: 'file', id: file.id }, detail: { owner: userId, size: file.size } });
    return { status: 201, body: toFileBody(file) };
  },
});

const complete = defineRoute({
  method: 'post',
  path: `${path}/{id}/complete`,
  scope: 'files:write',
  audit: 'file.confirmed',
  summary: 'Say that a file was put into the service that keeps it',
  description:
    'It is read once to see that it is what was announced: type, size, SHA-256. From then on the address it came by does not reach it any more. Safe to repeat.',
  tags,
  input: { params: fileParams },
  responses: { 200: { description: 'Kept.', schema: fileSchema, example: fileExample } },
  problems: ['not-found', 'file-not-there', 'file-refused', 'file-differs', 'storage-unavailable'],
  handler: async ({ actor: { userId }, params: { id }, tell }, { files }) => {
    tell({ target: { kind: 'file', id } });
    return { status: 200, body: toFileBody(await files.confirm(userId, id)) };
  },
});

const download = defineRoute({
  method: 'get',
  path: `${path}/{id}/download`,
  scope: 'files:read',
  summary: 'Download a file',
  description:
    'Its bytes, or a range of them. Saved under its name (RFC 6266), never shown. `ETag` is its SHA-256.',
  tags,
  input: { params: fileParams, headers: downloadHeaders },
  responses: downloadResponses,
  problems: [
    'not-found',
    'range-not-satisfiable',
    'file-not-there',
    'file-lost',
    'storage-unavailable',
  ],
  handler: async ({ actor: { userId }, params, headers }, { files }) =>
    answerDownload(await files.download(userId, params.id), headers),
});

const link = defineRoute({
  method: 'post',
  path: `${path}/{id}/download-url`,
  scope: 'files:read',
  audit: 'file.linked',
  summary: 'An address to download a file from',
  description: 'For whoever has no key, good for some minutes.',
  tags,
  input: { params: fileParams },
  responses: {
    201: { description: 'The address.', schema: downloadLinkSchema, example: downloadLinkExample },
  },
  problems: ['not-found', 'file-not-there'],
  handler: async ({ actor: { userId }, params: { id }, tell }, { files, publicUrl }) => {
    tell({ target: { kind: 'file', id } });
    const made = await files.linkToDownload(userId, id);
    const body = { url: toUrl(made, publicUrl), expires_at: made.expiresAt.toISOString() };
    return { status: 201, body };
  },
});

const downloadSigned = definePublicRoute({
  method: 'get',
  path: signedPath,
  summary: 'Download a file from a signed address',
  description: 'As POST …/{id}/download-url gave it out.',
  tags,
  input: { query: signedQuery, headers: downloadHeaders },
  responses: downloadResponses,
  problems: [
    'link-invalid',
    'not-found',
    'range-not-satisfiable',
    'file-not-there',
    'file-lost',
    'storage-unavailable',
  ],
  handler: async ({ query, headers }, { files }) =>
    answerDownload(await files.downloadBy(query), headers),
});

// Signed addresses before those of one file: they would take `content` for an id.
export const fileTransferRoutes = [announce, put, downloadSigned, complete, download, link];
