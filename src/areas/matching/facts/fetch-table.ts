import type { BangumiClient } from '../../../upstream/bangumi/bangumi-client.js';
import type { Access, CallOptions } from '../../../upstream/http/call.js';
import type { TableContent } from './episode-table-store.js';
import { orNull } from '../../../upstream/http/index.js';
import { toEpisodeRows } from './to-episode-rows.js';

export interface FetchTable {
  readonly bangumi: Pick<BangumiClient, 'readEpisodes' | 'readSubject'>;
  readonly access: Access;
  readonly options?: CallOptions | undefined;
}

/**
 * Reads a subject's episode table: one request, and a second only when there are no rows, because a merged subject looks
 * like an empty or missing one there and only `GET /v0/subjects/{id}` redirects (Bangumi API notes, subjects).
 * Throws UpstreamError for everything but a subject that is not found.
 */
export async function fetchTable(
  subjectId: number,
  { bangumi, access, options }: FetchTable,
): Promise<TableContent> {
  const own = await orNull(bangumi.readEpisodes(access, subjectId, options));
  if (own !== null && own.length > 0) return { kind: 'rows', rows: toEpisodeRows(own) };
  const subject = await orNull(bangumi.readSubject(access, subjectId, options));
  if (subject === null) return { kind: 'gone' };
  if (subject.id === subjectId) return own === null ? { kind: 'gone' } : { kind: 'rows', rows: [] };
  const target = await orNull(bangumi.readEpisodes(access, subject.id, options));
  return target === null
    ? { kind: 'gone' }
    : { kind: 'merged', into: subject.id, rows: toEpisodeRows(target) };
}
