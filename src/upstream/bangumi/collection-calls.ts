import {
  assertAccepted,
  parseAnswer,
  UpstreamError,
  type UpstreamCall,
  type UpstreamHttp,
} from '../http/index.js';
import type { BangumiClient } from './bangumi-client.js';
import {
  collectedSubjectSchema,
  collectionSchema,
  episodeStateSchema,
} from './collection-schemas.js';
import { readAllRows, readRows, type PageSize } from './read-all-rows.js';

type CollectionReads = Pick<
  BangumiClient,
  'readCollections' | 'readCollectionsPage' | 'readCollection' | 'readEpisodeStates'
>;
type CollectionWrites = Pick<
  BangumiClient,
  'collectSubject' | 'changeCollection' | 'markEpisodes' | 'markEpisode'
>;

/** What one person has collected and marked. */
export const collectionCalls = (http: UpstreamHttp): CollectionReads & CollectionWrites => ({
  ...collectionReads(http),
  ...collectionWrites(http),
});

const allPath = '/v0/users/{username}/collections';
const onePath = '/v0/users/-/collections/{subject_id}';
const statesPath = '/v0/users/-/collections/{subject_id}/episodes';

function collectionReads(http: UpstreamHttp): CollectionReads {
  const collectionsSize: PageSize = { current: 100, fallback: 50 };
  const statesSize: PageSize = { current: 1_000, fallback: 200 };
  return {
    readCollections: (access, username, options) =>
      readAllRows({
        fetchPage: (window) => {
          const at = { username };
          const request = { method: 'GET', path: allPath, at, query: { ...window } } as const;
          return http.send({ request, access, options });
        },
        row: collectionSchema,
        idOf: (collection) => collection.subjectId,
        pageSize: collectionsSize,
      }),
    readCollectionsPage: async (access, { username, subjectType, offset }, options) => {
      const fetchPage = (window: { readonly limit: number; readonly offset: number }) => {
        const query = { subject_type: subjectType, ...window };
        const request = { method: 'GET', path: allPath, at: { username }, query } as const;
        return http.send({ request, access, options });
      };
      const source = { fetchPage, row: collectedSubjectSchema, pageSize: collectionsSize };
      const { data: items, total } = await readRows(source, offset);
      return { items, total };
    },
    readCollection: async (access, { username, subjectId }, options) => {
      const path = '/v0/users/{username}/collections/{subject_id}';
      const request = { method: 'GET', path, at: { username, subject_id: subjectId } } as const;
      try {
        return parseAnswer(await http.send({ request, access, options }), collectionSchema);
      } catch (thrown) {
        if (isNotCollected(thrown)) return null;
        throw thrown;
      }
    },
    readEpisodeStates: (access, subjectId, options) =>
      readAllRows({
        fetchPage: (window) => {
          const at = { subject_id: subjectId };
          const request = { method: 'GET', path: statesPath, at, query: { ...window } } as const;
          return http.send({ request, access, options });
        },
        row: episodeStateSchema,
        idOf: (state) => state.episode.id,
        pageSize: statesSize,
      }),
  };
}

/** Answers are 202 or 204 without a body (Bangumi API notes, writing); any other 2xx without a page counts as well. */
function collectionWrites(http: UpstreamHttp): CollectionWrites {
  const write = async (call: UpstreamCall): Promise<void> => {
    assertAccepted(await http.send(call));
  };
  return {
    collectSubject: (access, { subjectId, ...wish }, options) => {
      // An unasked `private` would overwrite what the person chose for this title.
      const request = { method: 'POST', path: onePath, at: { subject_id: subjectId } } as const;
      return write({ request: { ...request, body: given(wish) }, access, options });
    },
    changeCollection: (access, { subjectId, ...change }, options) => {
      // What is left out stays as the person has it.
      const request = { method: 'PATCH', path: onePath, at: { subject_id: subjectId } } as const;
      return write({ request: { ...request, body: given(change) }, access, options });
    },
    markEpisodes: (access, { subjectId, episodeIds, type }, options) => {
      // Always with `type`: without it Bangumi deletes the marks.
      const body = { episode_id: episodeIds, type };
      const at = { subject_id: subjectId };
      return write({ request: { method: 'PATCH', path: statesPath, at, body }, access, options });
    },
    markEpisode: (access, { episodeId, type }, options) => {
      const path = '/v0/users/-/collections/-/episodes/{episode_id}';
      const at = { episode_id: episodeId };
      return write({ request: { method: 'PUT', path, at, body: { type } }, access, options });
    },
  };
}

/** Only what has a value. */
const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** One of four meanings of this 404, told by its words alone (Bangumi API notes, reading). */
const isNotCollected = (thrown: unknown): boolean =>
  thrown instanceof UpstreamError &&
  thrown.kind === 'not-found' &&
  /not collected/i.test(thrown.facts.description ?? '');
