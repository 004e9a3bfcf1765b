import type { Clock } from '../../platform/lib/clock.js';
import type { Scenario, ScenarioBangumiUser, ScenarioCollection } from '../scenario.js';

import type { EpisodeRow, Wiki } from './wiki.js';

export type CollectionType = ScenarioCollection['type'];
/** 1 wish, 2 done, 3 dropped; unmarked rows have none. */
export type MarkType = 1 | 2 | 3;

export interface Collection {
  type: CollectionType;
  private: boolean;
  rate: number;
  comment: string;
  tags: readonly string[];
  updatedAt: number;
}
interface Mark {
  readonly type: MarkType;
  readonly at: number;
}

export interface Member {
  /** Another object after a renaming. */
  source: ScenarioBangumiUser;
  readonly collections: Map<number, Collection>;
  /** Episode id → mark. */
  readonly marks: Map<number, Mark>;
  timelineEntries: number;
}

/** A write that was carried out, whether or not its answer arrived. */
export interface BangumiWrite {
  readonly at: string;
  readonly username: string;
  readonly endpoint: string;
  readonly subjectId: number;
  /** Empty for a collection write. */
  readonly episodeIds: readonly number[];
  /** Those of them whose mark was another before. */
  readonly changedEpisodeIds: readonly number[];
  /** What was sent: a collection type or a mark (0 = delete); `null` when a collection write had none. */
  readonly type: number | null;
  /** The collection did not exist before. */
  readonly created: boolean;
  readonly timelineEntry: boolean;
}

/** What a member has on Bangumi; unmarked rows left out. */
export interface FinalState {
  readonly collections: Record<
    string,
    {
      type: CollectionType;
      private: boolean;
      rate: number;
      comment: string;
      tags: readonly string[];
    }
  >;
  readonly episodes: Record<string, Record<string, MarkType>>;
  readonly timelineEntries: number;
}

function createMember(source: ScenarioBangumiUser, wiki: Wiki): Member {
  const member: Member = { source, collections: new Map(), marks: new Map(), timelineEntries: 0 };
  for (const {
    subject,
    wish,
    done,
    dropped,
    updated_at: updatedAt,
    ...collection
  } of source.collections) {
    const at = Date.parse(updatedAt);
    member.collections.set(subject, { ...collection, updatedAt: at });
    for (const [type, ids] of [
      [1, wish],
      [2, done],
      [3, dropped],
    ] as const) {
      for (const id of ids) {
        if (wiki.row(id)?.subjectId !== subject)
          throw new Error(`Subject ${subject} has no episode ${id}`);
        member.marks.set(id, { type, at });
      }
    }
  }
  return member;
}

/** Users of Bangumi and the one way their marks change. */
export interface Members {
  byToken(token: string): Member | undefined;
  named(username: string): Member | undefined;
  first(): Member | undefined;
  readonly all: () => readonly Member[];
  /** Sets or deletes (0) marks; returns the ids whose mark changed. An equal mark keeps its time. */
  mark(member: Member, rows: readonly EpisodeRow[], type: 0 | MarkType): number[];
}

export function createMembers({
  bangumi,
  wiki,
  clock,
}: {
  readonly bangumi: Scenario['bangumi'];
  readonly wiki: Wiki;
  readonly clock: Clock;
}): Members {
  const members = bangumi.users.map((source) => createMember(source, wiki));
  return {
    byToken: (token) => members.find(({ source }) => source.token === token),
    named: (username) => members.find(({ source }) => source.username === username),
    first: () => members[0],
    all: () => members,
    mark(member, rows, type) {
      const at = clock.now().getTime();
      const changed = rows.filter((row) => (member.marks.get(row.id)?.type ?? 0) !== type);
      for (const row of changed) {
        if (type === 0) member.marks.delete(row.id);
        else member.marks.set(row.id, { type, at });
      }
      for (const row of rows) {
        const collection = member.collections.get(row.subjectId);
        if (collection !== undefined) collection.updatedAt = at;
      }
      return changed.map((row) => row.id);
    },
  };
}

export function readFinalState(member: Member, wiki: Wiki): FinalState {
  const collections = [...member.collections].map(
    ([id, { type, private: isPrivate, rate, comment, tags }]) =>
      [id, { type, private: isPrivate, rate, comment, tags: [...tags] }] as const,
  );
  const episodes: FinalState['episodes'] = {};
  for (const [id, mark] of member.marks) {
    const subjectId = wiki.row(id)?.subjectId;
    if (subjectId !== undefined) episodes[subjectId] = { ...episodes[subjectId], [id]: mark.type };
  }
  return {
    collections: Object.fromEntries(collections),
    episodes,
    timelineEntries: member.timelineEntries,
  };
}
