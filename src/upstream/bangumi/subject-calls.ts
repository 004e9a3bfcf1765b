import { parseAnswer, type UpstreamRequest } from '../http/index.js';
import type { BangumiClient, SearchSubjects } from './bangumi-client.js';
import { readAllRows, type PageSize } from './read-all-rows.js';
import { readSubject, type ReadSubjectDeps } from './read-subject.js';
import { episodeSchema, relationsSchema, searchHitsSchema } from './subject-schemas.js';

type SubjectCalls = Pick<
  BangumiClient,
  'readSubject' | 'readRelations' | 'readEpisodes' | 'searchSubjects'
>;

/** What Bangumi knows of subjects, whoever asks. */
export function subjectCalls(deps: ReadSubjectDeps): SubjectCalls {
  const { http } = deps;
  const pageSize: PageSize = { current: 1_000, fallback: 200 };
  return {
    readSubject: (access, subjectId, options) => readSubject(deps, { access, options }, subjectId),
    readRelations: async (access, subjectId, options) => {
      const path = '/v0/subjects/{subject_id}/subjects';
      const request = { method: 'GET', path, at: { subject_id: subjectId } } as const;
      return parseAnswer(await http.send({ request, access, options }), relationsSchema);
    },
    readEpisodes: (access, subjectId, options) =>
      readAllRows({
        fetchPage: (window) => {
          const query = { subject_id: subjectId, ...window };
          return http.send({
            request: { method: 'GET', path: '/v0/episodes', query },
            access,
            options,
          });
        },
        row: episodeSchema,
        idOf: (episode) => episode.id,
        pageSize,
      }),
    searchSubjects: async (access, search, options) =>
      parseAnswer(
        await http.send({ request: toSearchRequest(search), access, options }),
        searchHitsSchema,
      ),
  };
}

/** More than 20 hits are never given; the bounds of the dates stand without a blank (Bangumi API notes, search). */
const toSearchRequest = ({
  keyword,
  types,
  airDate,
  limit = 10,
}: SearchSubjects): UpstreamRequest => ({
  method: 'POST',
  path: '/v0/search/subjects',
  readsOnly: true,
  query: { limit: Math.min(limit, 20) },
  body: {
    keyword,
    sort: 'match',
    filter: {
      type: types,
      ...(airDate === undefined ? {} : { air_date: [`>=${airDate.from}`, `<=${airDate.to}`] }),
    },
  },
});
