import type { Answer, Route, SimRequest } from '../server/exchange.js';

import type { CollectionRouteDeps } from './collection-routes.js';
import type { MarkType, Member } from './members.js';
import { pageAnswer, readChoice, readId } from './paging.js';
import { refuse } from './refuse.js';
import { renderRow } from './render-wiki.js';
import type { EpisodeRow, Wiki, WikiSubject } from './wiki.js';
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

const many = '/v0/users/-/collections/{subject_id}/episodes';
const one = '/v0/users/-/collections/-/episodes/{episode_id}';

function rowOf(request: SimRequest, wiki: Wiki): { row: EpisodeRow; subject: WikiSubject } {
  const row = wiki.row(readId(request, request.params['episode_id']));
  const subject = row === undefined ? undefined : wiki.subject(row.subjectId);
  if (row === undefined || subject === undefined) refuse(request, 404, 'episode not found');
  return { row, subject };
}

function createReadRoutes({ wiki, memberOf }: CollectionRouteDeps): Route[] {
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
  function readOne(request: SimRequest): Answer {
    const owner = memberOf(request);
    const { row, subject } = rowOf(request, wiki);
    return { status: 200, json: renderState(owner, row, subject) };
  }
  return [
    { method: 'GET', pattern: one, handle: readOne },
    { method: 'GET', pattern: many, handle: readAll },
  ];
}

/** Every id must be a row of this subject, or nothing is written. */
function rowsOf(
  request: SimRequest,
  wiki: Wiki,
  at: { subjectId: number; ids: readonly number[] },
): EpisodeRow[] {
  const isForeign = (id: number): boolean => wiki.row(id)?.subjectId !== at.subjectId;
  const foreign = at.ids.filter(isForeign);
  if (foreign.length > 0) {
    refuse(
      request,
      400,
      `invalid input: episode ${foreign.join(', ')} is not episodes of subject ${String(at.subjectId)}`,
    );
  }
  return at.ids.map((id) => wiki.row(id)).filter((row) => row !== undefined);
}

function createWriteRoutes({ wiki, members, memberOf, log }: CollectionRouteDeps): Route[] {
  function apply(request: SimRequest, rows: readonly EpisodeRow[], type: 0 | MarkType): Answer {
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
    return { status: 204 };
  }
  function markMany(request: SimRequest): Answer {
    const writer = memberOf(request);
    const body = readWriteBody(request, writer, episodesBody);
    const subjectId = readId(request, request.params['subject_id']);
    const type = readMark(request, body.type);
    const ids = body.episode_id ?? [];
    if (ids.length === 0) refuse(request, 400, 'episode_id is required');
    assertCollected(request, writer, subjectId);
    return apply(request, rowsOf(request, wiki, { subjectId, ids }), type);
  }
  function markOne(request: SimRequest): Answer {
    const writer = memberOf(request);
    const body = readWriteBody(request, writer, episodeBody);
    const { row } = rowOf(request, wiki);
    const type = readMark(request, body.type);
    assertCollected(request, writer, row.subjectId);
    return apply(request, [row], type);
  }
  return [
    { method: 'PUT', pattern: one, handle: markOne },
    { method: 'PATCH', pattern: many, handle: markMany },
  ];
}

/** Bangumi API notes §6, §7.3 and §7.4. */
export const createEpisodeStateRoutes = (deps: CollectionRouteDeps): Route[] => [
  ...createReadRoutes(deps),
  ...createWriteRoutes(deps),
];
