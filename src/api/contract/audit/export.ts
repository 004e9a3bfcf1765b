import { z } from 'zod';
import { auditExportFormats, type AuditManifest } from '../../../areas/audit/index.js';
import { auditFilterQuery } from './filter.js';

const recordId = z
  .string()
  .regex(/^\d{1,18}$/, 'expected the id of a record')
  .transform(BigInt);

export const auditExportQuery = z.strictObject({
  ...auditFilterQuery,
  format: z.enum(auditExportFormats).default('jsonl'),
  after_id: recordId
    .optional()
    .describe('To go on with an export that broke off: the id of the last whole record you have.'),
  up_to_id: recordId
    .optional()
    .describe('`Export-Up-To-Id` of the export that broke off: nothing newer is taken.'),
});

export const upToHeader = 'export-up-to-id';

const idOrNull = z.string().nullable();

export const auditManifestSchema = z
  .object({
    kind: z.literal('end'),
    format: z.enum(auditExportFormats),
    records: z.int(),
    bytes: z.int(),
    sha256: z.string().describe('Of all bytes before this.'),
    after_id: idOrNull,
    up_to_id: z.string(),
    first_id: idOrNull,
    last_id: idOrNull,
    filters: z.record(z.string(), z.unknown()).describe('As they were given.'),
  })
  .meta({ id: 'AuditExportManifest' });
type ManifestBody = z.infer<typeof auditManifestSchema>;

export const auditManifestExample: ManifestBody = {
  kind: 'end',
  format: 'jsonl',
  records: 48_102,
  bytes: 22_910_448,
  sha256: '5f2b1c0e8d7a6f4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b',
  after_id: null,
  up_to_id: '48213',
  first_id: '1',
  last_id: '48211',
  filters: { action: ['run.*'] },
};

const toId = (id: bigint | null): string | null => (id === null ? null : String(id));

export const toManifestBody = (manifest: AuditManifest, filters: object): ManifestBody => ({
  kind: 'end',
  format: manifest.format,
  records: manifest.records,
  bytes: manifest.bytes,
  sha256: manifest.sha256,
  after_id: toId(manifest.afterId),
  up_to_id: String(manifest.upToId),
  first_id: toId(manifest.firstId),
  last_id: toId(manifest.lastId),
  filters: { ...filters },
});
