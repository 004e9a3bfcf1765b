import { stringify } from 'csv-stringify/sync';
import type { AuditRecord } from '../reading/view.js';

export const auditExportFormats = ['jsonl', 'csv'] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];

const columns = [
  'id',
  'at',
  'source',
  'service',
  'ref',
  'actor_kind',
  'actor_id',
  'actor_via',
  'concerns',
  'action',
  'target_kind',
  'target_id',
  'outcome',
  'request_id',
  'workflow_id',
  'address',
  'user_agent',
  'before',
  'after',
  'detail',
] as const satisfies readonly (keyof AuditRecord)[];

/** Of a table; the mark before it tells spreadsheets that it is UTF-8. */
export const csvHeader = `\ufeff${stringify([[...columns]], { record_delimiter: '\r\n' })}`;

export const toExported: Readonly<
  Record<AuditExportFormat, (records: readonly AuditRecord[]) => string>
> = {
  jsonl: (records) => records.map((record) => `${JSON.stringify(toLine(record))}\n`).join(''),
  // A cell that begins like a formula gets a ' before it: spreadsheets would carry it out.
  csv: (records) =>
    stringify(
      records.map((record) => columns.map((name) => toCell(record[name]))),
      { escape_formulas: true, record_delimiter: '\r\n' },
    ),
};

const toLine = (record: AuditRecord) =>
  Object.fromEntries(columns.map((name) => [name, toPlain(record[name])]));

function toPlain(value: AuditRecord[keyof AuditRecord]) {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : value;
}

function toCell(value: AuditRecord[keyof AuditRecord]): string {
  const plain = toPlain(value);
  if (plain === null) return '';
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}
