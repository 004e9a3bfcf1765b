import type { Answer, Route, SimRequest } from '../server/exchange.js';

import type { CollectionRouteDeps } from './collection-routes.js';
import type { MarkType, Member } from './members.js';
import { pageAnswer, readChoice, readId } from './paging.js';
import { refuse } from './refuse.js';
import { renderRow } from './render-wiki.js';
import type { EpisodeRow, WikiSubject } from './wiki.js';
import { canSee, episodePages, episodeTypes } from './wiki-routes.js';
import { episodeBody, episodesBody, readWriteBody } from './write-body.js';

const renderState = (owner: Member, row: EpisodeRow, subject: WikiSubject): object => {
  const mark = owner.marks.get(row.id);
  return {
    episode: renderRow(row, subject),
    type: mark?.type ?? 0,
    updated_at: mark === undefined ? 0 : Math.floor(mark.at / 1000),
  };
};

/** Not sent means 0: the mark is deleted. */
function readMark(request: SimRequest, type: number | null | undefined): 0 | MarkType {
  const mark = type ?? 0;
  if (mark === 0 || mark === 1 || mark === 2 || mark === 3) return mark;
  return refuse(request, 400, `not valid episode collection type ${mark}`);
}

function assertCollected(request: SimRequest, writer: Member, subjectId: number): void {
  if (!writer.collections.has(subjectId))
    refuse(request, 400, 'you need to add subject to your collection first');
}

/** Bangumi API notes §6, §7.3 and §7.4. */
export function createEpisodeStateRoutes({
  wiki,
  members,
  memberOf,
  log,
}: CollectionRouteDeps): Route[] {
  function readAll(request: SimRequest): Answer {
    const owner = memberOf(request);
    const subject = wiki.subject(readId(request, request.params['subject_id']));
    if (subject === undefined || !canSee(subject, owner))
      refuse(request, 404, 'resource not found');
    const type = readChoice(request, 'episode_type', episodeTypes);
    const items = subject.rows.filter((row) => type === undefined || row.type === type);
    return pageAnswer(request, { items, rule: episodePages, none: null }, (row) =>
      renderState(owner, row, subject),
    );
  }

  function rowOf(request: SimRequest): { row: EpisodeRow; subject: WikiSubject } {
    const row = wiki.row(readId(request, request.params['episode_id']));
    const subject = row === undefined ? undefined : wiki.subject(row.subjectId);
    if (row === undefined || subject === undefined) refuse(request, 404, 'episode not found');
    return { row, subject };
  }
  function readOne(request: SimRequest): Answer {
    const owner = memberOf(request);
    const { row, subject } = rowOf(request);
    return { status: 200, json: renderState(owner, row, subject) };
  }

  function apply(request: SimRequest, rows: readonly EpisodeRow[], type: 0 | MarkType): void {
    const writer = memberOf(request);
    const changedEpisodeIds = members.mark(writer, rows, type);
    // Privacy is not looked at here, and a repeat makes an entry as well.
    const timelineEntry = type !== 0 && rows.some((row) => row.type === 0);
    if (timelineEntry) writer.timelineEntries += 1;
    const episodeIds = rows.map((row) => row.id);
    log(
      {
        subjectId: rows[0]?.subjectId ?? 0,
        episodeIds,
        changedEpisodeIds,
        type,
        created: false,
        timelineEntry,
      },
      request,
    );
  }

  function markMany(request: SimRequest): Answer {
    const writer = memberOf(request);
    const body = readWriteBody(request, writer, episodesBody);
    const subjectId = readId(request, request.params['subject_id']);
    const type = readMark(request, body.type);
    const ids = body.episode_id ?? [];
    if (ids.length === 0) refuse(request, 400, 'episode_id is required');
    assertCollected(request, writer, subjectId);
    const rows = ids
      .map((id) => wiki.row(id))
      .filter((row): row is EpisodeRow => row?.subjectId === subjectId);
    if (rows.length < ids.length) {
      const foreign = ids.filter((id) => wiki.row(id)?.subjectId !== subjectId).join(', ');
      refuse(
        request,
        400,
        `invalid input: episode ${foreign} is not episodes of subject ${String(subjectId)}`,
      );
    }
    apply(request, rows, type);
    return { status: 204 };
  }

  function markOne(request: SimRequest): Answer {
    const writer = memberOf(request);
    const body = readWriteBody(request, writer, episodeBody);
    const { row } = rowOf(request);
    const type = readMark(request, body.type);
    assertCollected(request, writer, row.subjectId);
    apply(request, [row], type);
    return { status: 204 };
  }

  const many = '/v0/users/-/collections/{subject_id}/episodes';
  const one = '/v0/users/-/collections/-/episodes/{episode_id}';
  return [
    { method: 'GET', pattern: one, handle: readOne },
    { method: 'PUT', pattern: one, handle: markOne },
    { method: 'GET', pattern: many, handle: readAll },
    { method: 'PATCH', pattern: many, handle: markMany },
  ];
}
