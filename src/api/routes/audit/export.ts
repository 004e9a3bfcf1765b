import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { AuditManifest } from '../../../areas/audit/index.js';
import {
  auditExportQuery,
  auditManifestExample,
  auditManifestSchema,
  toManifestBody,
  upToHeader,
} from '../../contract/audit/export.js';
import { defineRoute } from '../../define-route.js';
import type { Actor } from '../../ports.js';
import { serialise } from '../../serialise.js';
import { filterFor } from './whose.js';

const tags = ['Audit'];
const path = '/api/v1/audit/logs/export';

type Query = z.output<typeof auditExportQuery>;

const wishOf = (actor: Actor, query: Query) => ({
  filter: filterFor(actor, query),
  format: query.format,
  afterId: query.after_id,
  upToId: query.up_to_id,
});

const exportRecords = defineRoute({
  method: 'get',
  path,
  scope: 'audit:read',
  audit: 'audit.exported',
  summary: 'What is on record, as a file',
  description:
    'By the filters of the list, in the order records came in, sent as it is read, however much it is. The header `Export-Up-To-Id` names the newest record taken into account. The last line of JSONL (`kind` `end`) is the manifest: how many records and bytes there were before it, and their SHA-256; without it the file is not whole. A table has no such line: GET …/export/manifest tells. What broke off goes on with `after_id` and `up_to_id`; the parts, put behind each other without their manifests, are the whole. A cell of a table that begins like a formula has a `’` (U+0027) before it.',
  tags,
  input: { query: auditExportQuery },
  responses: {
    200: { description: 'The file.', type: 'application/jsonl', others: ['text/csv'] },
  },
  handler: async ({ actor, query, tell }, { auditLogs }) => {
    const { upToId, parts } = await auditLogs.export(wishOf(actor, query));
    const filters = filtersOf(query);
    tell({
      target: { kind: 'user', id: actor.userId },
      detail: { format: query.format, upToId, afterId: query.after_id, filters },
    });
    const isTable = query.format === 'csv';
    const end = (manifest: AuditManifest): string =>
      isTable ? '' : `${serialise(toManifestBody(manifest, filters))}\n`;
    return {
      status: 200,
      headers: {
        [upToHeader]: String(upToId),
        'content-disposition': `attachment; filename="watchflow-audit.${query.format}"`,
      },
      content: {
        type: isTable ? 'text/csv; charset=utf-8' : 'application/jsonl',
        data: Readable.from(withEnd(parts, end), { objectMode: false }),
      },
    };
  },
});

async function* withEnd(
  parts: AsyncGenerator<string, AuditManifest>,
  end: (manifest: AuditManifest) => string,
): AsyncGenerator<string> {
  const last = end(yield* parts);
  if (last !== '') yield last;
}

const ofTheFile = ['format', 'after_id', 'up_to_id'];

const filtersOf = (query: Query): object =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !ofTheFile.includes(name)));

const readManifest = defineRoute({
  method: 'get',
  path: `${path}/manifest`,
  scope: 'audit:read',
  summary: 'What an export holds',
  description:
    'The same query as for the export: how many records and bytes it has, and their SHA-256, to hold a file against. Everything is read for it, so it takes as long as the export. Of the same filters, `after_id` and `up_to_id` it is always the same, but for records that were removed for their age.',
  tags,
  input: { query: auditExportQuery },
  responses: {
    200: {
      description: 'The manifest.',
      schema: auditManifestSchema,
      example: auditManifestExample,
    },
  },
  handler: async ({ actor, query }, { auditLogs }) => ({
    status: 200,
    body: toManifestBody(await auditLogs.manifest(wishOf(actor, query)), filtersOf(query)),
  }),
});

export const exportAuditRoutes = [exportRecords, readManifest];
