import type { Collection, FinalState, MarkType, Member, Members } from './members.js';
import { readFinalState } from './members.js';
import type { RowRun, Wiki } from './wiki.js';

/** A run of rows; what is left out is as usual: main rows, one, weekly. */
type NewRows = Partial<RowRun> & Pick<RowRun, 'first_id' | 'first_sort' | 'airdate'>;

/** What wiki editors and the user do on the site while the simulator runs; none of it is in `writes()`. */
export interface OutsideChanges {
  /** Of the scenario's first user unless named; a copy. */
  finalState(username?: string): FinalState;
  /** As when an editor adds rows later. */
  addRows(subjectId: number, run: NewRows): void;
  /** From now on it answers with the way to the other one, and shows no rows of its own. */
  readonly mergeSubject: (id: number, into: number) => void;
  /** From now on nobody finds it. */
  readonly removeSubject: (id: number) => void;
  /** 0 deletes the mark. */
  setMark(episodeId: number, type: 0 | MarkType, username?: string): void;
  /** `null` removes the collection. */
  setCollection(
    subjectId: number,
    change: Partial<Omit<Collection, 'updatedAt'>> | null,
    username?: string,
  ): void;
  /** A new name in every path; the id stays. */
  renameUser(username: string, to: string): void;
}

export interface OutsideChangesDeps {
  readonly wiki: Wiki;
  readonly members: Members;
  readonly now: () => number;
}

const nothingYet = { type: 3, private: false, rate: 0, comment: '', tags: [] } as const;

export function createOutsideChanges({ wiki, members, now }: OutsideChangesDeps): OutsideChanges {
  function member(username?: string): Member {
    const found = username === undefined ? members.first() : members.named(username);
    if (found === undefined) throw new Error(`The scenario has no Bangumi user ${username ?? ''}`);
    return found;
  }
  return {
    finalState: (username) => readFinalState(member(username), wiki),
    addRows(subjectId, run) {
      wiki.addRows(subjectId, { type: 0, count: 1, every_days: 7, name: '', name_cn: '', ...run });
    },
    mergeSubject: wiki.mergeSubject,
    removeSubject: wiki.removeSubject,
    setMark(episodeId, type, username) {
      const row = wiki.row(episodeId);
      if (row === undefined) throw new Error(`The scenario has no episode ${episodeId}`);
      members.mark(member(username), [row], type);
    },
    setCollection(subjectId, change, username) {
      const { collections } = member(username);
      const before = collections.get(subjectId) ?? nothingYet;
      if (change === null) collections.delete(subjectId);
      else collections.set(subjectId, { ...before, ...change, updatedAt: now() });
    },
    renameUser(username, to) {
      const renamed = member(username);
      renamed.source = { ...renamed.source, username: to };
    },
  };
}
