import type { Answer, Route, SimRequest } from '../server/exchange.js';

import type { BangumiWrite, Collection, CollectionType, Member, Members } from './members.js';
import { pageAnswer, readChoice, readId } from './paging.js';
import { refuse } from './refuse.js';
import { renderSlimSubject, toShanghaiTime } from './render-wiki.js';
import type { Wiki, WikiSubject } from './wiki.js';
import { canSee } from './wiki-routes.js';
import {
  assertCollectionBody,
  collectionBody,
  readWriteBody,
  type CollectionBody,
} from './write-body.js';

export interface CollectionRouteDeps {
  readonly wiki: Wiki;
  readonly members: Members;
  readonly now: () => number;
  readonly visitorOf: (request: SimRequest) => Member | undefined;
  /** Refuses with 401 without a token. */
  readonly memberOf: (request: SimRequest) => Member;
  readonly log: (
    write: Omit<BangumiWrite, 'at' | 'username' | 'endpoint'>,
    request: SimRequest,
  ) => void;
}

const toType = (type: number | null | undefined): CollectionType | undefined =>
  type === 1 || type === 2 || type === 3 || type === 4 || type === 5 ? type : undefined;

/** Counts every marked row, whatever its mark or type (Bangumi API notes §6). */
const epStatus = (owner: Member, subject: WikiSubject): number =>
  subject.rows.filter((row) => owner.marks.has(row.id)).length;

const renderCollection = (owner: Member, subject: WikiSubject, collection: Collection): object => ({
  subject_id: subject.source.id,
  subject_type: subject.source.type,
  type: collection.type,
  rate: collection.rate,
  comment: collection.comment === '' ? null : collection.comment,
  tags: collection.tags,
  ep_status: epStatus(owner, subject),
  vol_status: 0,
  updated_at: toShanghaiTime(collection.updatedAt),
  private: collection.private,
  subject: renderSlimSubject(subject),
});

/** Absent and null keep what is there; a wish has no rating. */
function applyBody(before: Collection | undefined, body: CollectionBody, now: number): Collection {
  const base = before ?? {
    type: 3,
    private: false,
    rate: 0,
    comment: '',
    tags: [],
    updatedAt: now,
  };
  const type = toType(body.type) ?? base.type;
  return {
    type,
    private: body.private ?? base.private,
    rate: type === 1 ? 0 : (body.rate ?? base.rate),
    comment: body.comment?.trim() ?? base.comment,
    tags: body.tags ?? base.tags,
    updatedAt: now,
  };
}

function createReadRoutes({ wiki, members, visitorOf }: CollectionRouteDeps): Route[] {
  // `-` is no alias for oneself on these paths.
  function ownerOf(request: SimRequest): Member {
    return (
      members.named(request.params['username'] ?? '') ??
      refuse(request, 404, "user doesn't exist or has been removed")
    );
  }
  function readAll(request: SimRequest): Answer {
    const owner = ownerOf(request);
    const type = readChoice(request, 'type', [1, 2, 3, 4, 5]);
    const subjectType = readChoice(request, 'subject_type', [1, 2, 3, 4, 6]);
    const items = [...owner.collections]
      .map(([id, collection]) => ({ subject: wiki.subject(id), collection }))
      .filter(
        (entry): entry is { subject: WikiSubject; collection: Collection } =>
          entry.subject !== undefined,
      )
      .filter(({ collection }) => !collection.private || visitorOf(request) === owner)
      .filter(({ collection }) => type === undefined || collection.type === type)
      .filter(({ subject }) => subjectType === undefined || subject.source.type === subjectType)
      .sort((left, right) => right.collection.updatedAt - left.collection.updatedAt);
    return pageAnswer(
      request,
      { items, rule: { fallback: 30, most: 100 } },
      ({ subject, collection }) => renderCollection(owner, subject, collection),
    );
  }
  function readOne(request: SimRequest): Answer {
    const owner = ownerOf(request);
    const subject = wiki.subject(readId(request, request.params['subject_id']));
    if (subject === undefined || !canSee(subject, visitorOf(request)))
      refuse(request, 404, 'subject not found');
    const collection = owner.collections.get(subject.source.id);
    const isHidden = collection?.private === true && visitorOf(request) !== owner;
    if (collection === undefined || isHidden)
      refuse(request, 404, 'subject is not collected by user');
    return { status: 200, json: renderCollection(owner, subject, collection) };
  }
  return [
    { method: 'GET', pattern: '/v0/users/{username}/collections', handle: readAll },
    { method: 'GET', pattern: '/v0/users/{username}/collections/{subject_id}', handle: readOne },
  ];
}

function readMe(request: SimRequest, { memberOf }: CollectionRouteDeps): Answer {
  const { id, username, nickname } = memberOf(request).source;
  const avatar = { large: '', medium: '', small: '' };
  const json = {
    id,
    username,
    nickname,
    user_group: 10,
    avatar,
    sign: '',
    url: `https://bgm.example/user/${username}`,
  };
  return {
    status: 200,
    json: { ...json, reg_time: '2017-12-03T08:51:16+08:00', time_offset: 8 },
  };
}

function createWriteRoutes({ wiki, memberOf, now, log }: CollectionRouteDeps): Route[] {
  /** Locked and merged subjects cannot be collected. */
  function writable(request: SimRequest, writer: Member): WikiSubject {
    const subject = wiki.subject(readId(request, request.params['subject_id']));
    const isOpen =
      subject !== undefined &&
      canSee(subject, writer) &&
      !subject.source.locked &&
      subject.source.merged_into === undefined;
    if (!isOpen) refuse(request, 404, 'subject not found');
    return subject;
  }
  function write(request: SimRequest, mayCreate: boolean): Answer {
    const writer = memberOf(request);
    const body = readWriteBody(request, writer, collectionBody);
    const subject = writable(request, writer);
    assertCollectionBody(request, body, subject.source.type === 1);
    const { id } = subject.source;
    const before = writer.collections.get(id);
    if (before === undefined && !mayCreate) refuse(request, 404, 'subject not collected');
    const after = applyBody(before, body, now());
    writer.collections.set(id, after);
    // A sent type makes an entry even when it did not change; creating without one stores 3 and makes one too.
    const sentType = body.type ?? null;
    const timelineEntry = !after.private && (sentType !== null || before === undefined);
    if (timelineEntry) writer.timelineEntries += 1;
    log(
      {
        subjectId: id,
        episodeIds: [],
        changedEpisodeIds: [],
        type: sentType,
        created: before === undefined,
        timelineEntry,
      },
      request,
    );
    return { status: mayCreate ? 202 : 204 };
  }
  const pattern = '/v0/users/-/collections/{subject_id}';
  return [
    { method: 'POST', pattern, handle: (request) => write(request, true) },
    { method: 'PATCH', pattern, handle: (request) => write(request, false) },
  ];
}

/** Bangumi API notes §6 and §7.1–7.2. */
export const createCollectionRoutes = (deps: CollectionRouteDeps): Route[] => [
  { method: 'GET', pattern: '/v0/me', handle: (request) => readMe(request, deps) },
  ...createReadRoutes(deps),
  ...createWriteRoutes(deps),
];
