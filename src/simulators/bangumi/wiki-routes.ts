import type { Answer, Route, SimRequest } from '../server/exchange.js';

import type { Member } from './members.js';
import { pageAnswer, readChoice, readId } from './paging.js';
import { refuse } from './refuse.js';
import { renderRelation, renderRow, renderSubject } from './render-wiki.js';
import { searchSubjects } from './search-subjects.js';
import type { Wiki, WikiSubject } from './wiki.js';

export interface WikiRouteDeps {
  readonly wiki: Wiki;
  /** Who asks; nobody on public reads without a token. */
  readonly visitorOf: (request: SimRequest) => Member | undefined;
}

export const canSee = (subject: WikiSubject, visitor: Member | undefined): boolean =>
  !subject.source.nsfw || visitor?.source.sees_nsfw === true;

/** Query values the server takes; 5 is refused although the spec lists it. */
export const episodeTypes = [0, 1, 2, 3, 4, 6];
export const episodePages = { fallback: 100, most: 1000 };

function search(request: SimRequest, { wiki, visitorOf }: WikiRouteDeps): Answer {
  const visitor = visitorOf(request);
  const isFindable = (subject: WikiSubject): boolean =>
    subject.source.merged_into === undefined && canSee(subject, visitor);
  return searchSubjects(request, wiki.subjects().filter(isFindable));
}

/** Bangumi API notes §4.1, §5. */
export function createWikiRoutes({ wiki, visitorOf }: WikiRouteDeps): Route[] {
  function visible(request: SimRequest, text: string | null | undefined): WikiSubject {
    const subject = wiki.subject(readId(request, text));
    if (subject === undefined || !canSee(subject, visitorOf(request)))
      refuse(request, 404, 'resource not found');
    return subject;
  }

  function readSubject(request: SimRequest): Answer {
    const subject = visible(request, request.params['id']);
    const target = subject.source.merged_into;
    if (target !== undefined)
      return { status: 302, headers: { location: `${request.prefix}/v0/subjects/${target}` } };
    return {
      status: 200,
      json: renderSubject(subject),
      headers: { 'cache-control': 'public, max-age=3600' },
    };
  }

  function readRelations(request: SimRequest): Answer {
    const { source } = visible(request, request.params['id']);
    const related = source.relations.map(({ to, relation }) => ({
      subject: wiki.subject(to),
      relation,
    }));
    const json = related.flatMap(({ subject, relation }) =>
      subject !== undefined && canSee(subject, visitorOf(request))
        ? [renderRelation(subject, relation)]
        : [],
    );
    return { status: 200, json };
  }

  function readEpisodes(request: SimRequest): Answer {
    const subject = visible(request, request.query.get('subject_id'));
    const type = readChoice(request, 'type', episodeTypes);
    const items = subject.rows.filter((row) => type === undefined || row.type === type);
    return pageAnswer(request, { items, rule: episodePages }, (row) => renderRow(row, subject));
  }

  function readEpisode(request: SimRequest): Answer {
    const row = wiki.row(readId(request, request.params['id']));
    const subject = row === undefined ? undefined : wiki.subject(row.subjectId);
    if (row === undefined || subject === undefined || !canSee(subject, visitorOf(request)))
      refuse(request, 404, 'resource not found');
    return { status: 200, json: renderRow(row, subject) };
  }

  return [
    { method: 'GET', pattern: '/v0/subjects/{id}', handle: readSubject },
    { method: 'GET', pattern: '/v0/subjects/{id}/subjects', handle: readRelations },
    { method: 'GET', pattern: '/v0/episodes', handle: readEpisodes },
    { method: 'GET', pattern: '/v0/episodes/{id}', handle: readEpisode },
    {
      method: 'POST',
      pattern: '/v0/search/subjects',
      handle: (request) => search(request, { wiki, visitorOf }),
    },
  ];
}
