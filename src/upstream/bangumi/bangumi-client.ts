import type { Access, CallOptions } from '../http/call.js';

export interface BangumiUser {
  readonly id: number;
  /** What the user paths want; the numeric id as text for people who never chose one. */
  readonly username: string;
  readonly nickname: string;
}

export interface BangumiSubject {
  /** The id it was found under in the end: a merged subject answers with its target. */
  readonly id: number;
  readonly type: number;
  readonly name: string;
  readonly nameCn: string;
  readonly date: string | null;
  readonly platform: string | null;
  readonly eps: number;
  readonly totalEpisodes: number;
  /** Address of its picture. */
  readonly image: string | null;
  readonly infobox: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface BangumiRelation {
  readonly id: number;
  readonly type: number;
  readonly name: string;
  readonly nameCn: string;
  readonly relation: string;
}

export interface BangumiEpisode {
  readonly id: number;
  readonly subjectId: number;
  /** 0 main, 1 special, 2 OP, 3 ED, 4 PV, 6 other. */
  readonly type: number;
  /** The wiki's number; may go on across seasons, be 0 or fractional. */
  readonly sort: number;
  /** `sort − lowest main sort + 1` for main rows, 0 for others. */
  readonly ep: number;
  /** Free text as the wiki has it. */
  readonly airdate: string;
  readonly name: string;
  readonly nameCn: string;
}

/** 1 wish, 2 done, 3 doing, 4 on hold, 5 dropped. */
export type SubjectCollectionType = 1 | 2 | 3 | 4 | 5;
/** 0 none, 1 wish, 2 done, 3 dropped. */
export type EpisodeCollectionType = 0 | 1 | 2 | 3;

export interface BangumiCollection {
  readonly subjectId: number;
  readonly subjectType: number;
  readonly type: SubjectCollectionType;
  /** 0: none. */
  readonly rate: number;
  readonly private: boolean;
  /** RFC 3339; moves with marks too. Null where it is not said. */
  readonly updatedAt: string | null;
  /** How many episodes the wiki says the subject has; 0 where it says nothing. */
  readonly eps: number;
}

/** What a collection says of its subject. */
export interface BangumiSlimSubject {
  readonly name: string;
  readonly nameCn: string;
  /** As the wiki has it, `YYYY-MM-DD` mostly. */
  readonly date: string | null;
  /** 0 to 10; null where too few have voted. */
  readonly score: number | null;
  /** How many people collected it. */
  readonly collectionTotal: number | null;
  /** Everybody's, the most used first. */
  readonly tags: readonly string[];
}

export interface BangumiCollectedSubject extends BangumiCollection {
  /** The person's own. */
  readonly ownTags: readonly string[];
  /** Null where Bangumi describes none. */
  readonly subject: BangumiSlimSubject | null;
}

export interface BangumiPage<T> {
  readonly items: readonly T[];
  /** Of all pages. */
  readonly total: number;
}

export interface BangumiEpisodeState {
  readonly episode: BangumiEpisode;
  readonly type: EpisodeCollectionType;
}

export interface SearchSubjects {
  readonly keyword: string;
  readonly types: readonly number[];
  /** Both days included, `YYYY-MM-DD`. */
  readonly airDate?: { readonly from: string; readonly to: string };
  readonly limit?: number;
}

/** Bangumi; each method throws `UpstreamError` only. Lists are read to their end and count-checked. */
export interface BangumiClient {
  readMe(access: Access, options?: CallOptions): Promise<BangumiUser>;
  readSubject(access: Access, subjectId: number, options?: CallOptions): Promise<BangumiSubject>;
  readRelations(
    access: Access,
    subjectId: number,
    options?: CallOptions,
  ): Promise<readonly BangumiRelation[]>;
  /** Every episode row of the subject, all types. */
  readEpisodes(
    access: Access,
    subjectId: number,
    options?: CallOptions,
  ): Promise<readonly BangumiEpisode[]>;
  /** Every collection of the user, paged by 100 (by 50 where 100 is refused). */
  readCollections(
    access: Access,
    username: string,
    options?: CallOptions,
  ): Promise<readonly BangumiCollection[]>;
  /** The collections of one subject type from `offset` on, newest change first; the page is as large as Bangumi gives. No snapshot. */
  readCollectionsPage(
    access: Access,
    query: { readonly username: string; readonly subjectType: number; readonly offset: number },
    options?: CallOptions,
  ): Promise<BangumiPage<BangumiCollectedSubject>>;
  /** `null` when the subject is there but not collected; `not-found` when the subject is missing. */
  readCollection(
    access: Access,
    at: { username: string; subjectId: number },
    options?: CallOptions,
  ): Promise<BangumiCollection | null>;
  readEpisodeStates(
    access: Access,
    subjectId: number,
    options?: CallOptions,
  ): Promise<readonly BangumiEpisodeState[]>;
  /** Creates the collection. `private` and `rate` are sent only when given. */
  collectSubject(
    access: Access,
    collect: {
      subjectId: number;
      type: SubjectCollectionType;
      private?: boolean;
      rate?: number;
    },
    options?: CallOptions,
  ): Promise<void>;
  /** Changes what is given of a collection that is there, and nothing else of it. A `type` that is sent is told in the timeline. */
  changeCollection(
    access: Access,
    change: { subjectId: number; type?: SubjectCollectionType; rate?: number },
    options?: CallOptions,
  ): Promise<void>;
  /** One PATCH for many episodes of one subject. */
  markEpisodes(
    access: Access,
    mark: { subjectId: number; episodeIds: readonly number[]; type: EpisodeCollectionType },
    options?: CallOptions,
  ): Promise<void>;
  /** One PUT for one episode. */
  markEpisode(
    access: Access,
    mark: { episodeId: number; type: EpisodeCollectionType },
    options?: CallOptions,
  ): Promise<void>;
  searchSubjects(
    access: Access,
    search: SearchSubjects,
    options?: CallOptions,
  ): Promise<readonly BangumiSubject[]>;
}
