import type {
  BangumiClient,
  BangumiEpisode,
} from '../../../src/upstream/bangumi/bangumi-client.js';
import { UpstreamError } from '../../../src/upstream/http/upstream-error.js';
import type { UpstreamErrorKind } from '../../../src/upstream/http/upstream-error.js';
import type { EpisodeRow } from '../../../src/areas/matching/index.js';

type Reading = Pick<
  BangumiClient,
  'readEpisodes' | 'readSubject' | 'readRelations' | 'searchSubjects'
>;

export interface FakeBangumi extends Reading {
  /** Subject ids and keywords in the order of the calls. */
  readonly calls: {
    readonly episodes: number[];
    readonly subjects: number[];
    readonly relations: number[];
    readonly searches: string[];
  };
  readonly mostAtOnce: () => number;
  /** What a subject's rows are: set, replaced or (null) hidden. */
  setRows(subjectId: number, rows: readonly EpisodeRow[] | null): void;
  /** What every search finds. */
  setHits(
    subjects: readonly { readonly id: number; readonly name: string; readonly date: string }[],
  ): void;
  merge(from: number, into: number): void;
  fail(subjectId: number, kind: UpstreamErrorKind | null): void;
}

/** Bangumi's episode tables as the client gives them: a merged subject has no rows and answers as its target. */
export function createFakeBangumi(): FakeBangumi {
  const tables = new Map<number, readonly EpisodeRow[]>();
  const merged = new Map<number, number>();
  let hits: Parameters<FakeBangumi['setHits']>[0] = [];
  const failing = new Map<number, UpstreamErrorKind>();
  const calls = {
    episodes: [] as number[],
    subjects: [] as number[],
    relations: [] as number[],
    searches: [] as string[],
  };
  let atOnce = 0;
  let mostAtOnce = 0;
  const failIfTold = (subjectId: number) => {
    const kind =
      failing.get(subjectId) ??
      (tables.has(subjectId) || merged.has(subjectId) ? null : 'not-found');
    if (kind !== null)
      throw new UpstreamError(kind, {
        service: 'bangumi',
        kind,
        endpoint: 'GET /v0/x',
        unclear: false,
      });
  };
  return {
    calls,
    mostAtOnce: () => mostAtOnce,
    setRows: (subjectId, rows) =>
      rows === null ? tables.delete(subjectId) : tables.set(subjectId, rows),
    setHits(subjects) {
      hits = subjects;
    },
    merge: (from, into) => merged.set(from, into),
    fail: (subjectId, kind) =>
      kind === null ? failing.delete(subjectId) : failing.set(subjectId, kind),
    async readEpisodes(_access, subjectId) {
      calls.episodes.push(subjectId);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      failIfTold(subjectId);
      return (tables.get(subjectId) ?? []).map((row) => toEpisode(subjectId, row));
    },
    async readRelations(_access, subjectId) {
      calls.relations.push(subjectId);
      await Promise.resolve();
      return [];
    },
    async searchSubjects(_access, { keyword }) {
      calls.searches.push(keyword);
      await Promise.resolve();
      return hits.map((hit) => ({ ...aSubject, ...hit }));
    },
    async readSubject(_access, subjectId) {
      calls.subjects.push(subjectId);
      await Promise.resolve();
      failIfTold(subjectId);
      const id = merged.get(subjectId) ?? subjectId;
      return { ...aSubject, id };
    },
  };
}

const aSubject = {
  type: 2,
  name: '',
  nameCn: '',
  date: null,
  platform: null,
  eps: 0,
  totalEpisodes: 0,
  image: null,
  infobox: [],
};

const toEpisode = (subjectId: number, row: EpisodeRow): BangumiEpisode => ({
  ...row,
  subjectId,
  airdate: row.airdate ?? '',
});
