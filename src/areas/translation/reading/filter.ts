import { sql, type Sql } from '../../../platform/database/index.js';
import type { RecordStatus } from '../records/status.js';

/** What a list may be narrowed to; everything given must hold. Times: from included, to excluded. */
export interface RecordFilter {
  readonly status?: readonly RecordStatus[] | undefined;
  readonly sourceLanguage?: string | undefined;
  readonly targetLanguage?: string | undefined;
  readonly model?: string | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
  readonly updatedFrom?: Date | undefined;
  readonly updatedTo?: Date | undefined;
  /** A part of any of its texts, in any case. */
  readonly text?: string | undefined;
  /** Of tasks. */
  readonly sessionId?: string | undefined;
}

/** Columns that a text is looked for in. */
const textColumns = {
  translation_sessions: sql`concat_ws(' ', r.id, r.name, r.error)`,
  translation_tasks: sql`concat_ws(' ', r.id, r.source_text, r.result_text, r.error)`,
};
export type RecordTableName = keyof typeof textColumns;

/** The conditions of a filter, and of the person, joined. */
export function toWhere(table: RecordTableName, userId: string, filter: RecordFilter): Sql {
  const conditions = [
    when(filter.sessionId, (id) => sql`r.session_id = ${id}`),
    when(filter.status, oneOf),
    when(filter.sourceLanguage, (language) => sql`r.source_language = ${language}`),
    when(filter.targetLanguage, (language) => sql`r.target_language = ${language}`),
    when(filter.model, (model) => sql`r.model = ${model}`),
    when(filter.createdFrom, (from) => sql`r.created_at >= ${from}`),
    when(filter.createdTo, (to) => sql`r.created_at < ${to}`),
    when(filter.updatedFrom, (from) => sql`r.updated_at >= ${from}`),
    when(filter.updatedTo, (to) => sql`r.updated_at < ${to}`),
    when(filter.text, (text) => sql`${textColumns[table]} ILIKE ${`%${escapeLike(text)}%`}`),
  ];
  return conditions
    .filter((condition) => condition !== undefined)
    .reduce((joined, condition) => sql`${joined} AND ${condition}`, sql`r.user_id = ${userId}`);
}

const when = <T>(given: T | undefined, condition: (given: T) => Sql): Sql | undefined =>
  given === undefined ? undefined : condition(given);

/** One alone by `=`: only then the index gives the order too. */
const oneOf = (statuses: readonly RecordStatus[]): Sql =>
  statuses.length === 1
    ? sql`r.status = ${statuses[0]}`
    : sql`r.status = ANY(${[...statuses]}::text[])`;

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
