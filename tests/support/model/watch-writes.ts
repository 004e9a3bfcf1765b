import { UpstreamError } from '../../../src/upstream/http/index.js';
import type { BangumiClient } from '../../../src/upstream/bangumi/index.js';
import {
  judgeCollectionWrite,
  type CollectionWrite,
  type ShownCollection,
} from './judge-collection-write.js';
import type { Memory } from './memory.js';
import { titles } from './titles.js';

/** What the process has been shown of a subject since it last wrote to it. */
interface Shown {
  /** Null: not collected; undefined: not looked at. */
  readonly collection?: ShownCollection | null | undefined;
  /** By row; absent: no mark. */
  readonly marks?: ReadonlyMap<number, number> | undefined;
}

/** A collection written by us. */
interface Post {
  readonly subjectId: number;
  readonly at: number;
  /** Undefined: left as it was. */
  readonly rate: number | undefined;
}

export interface WriteWatch {
  /** What is wrong with the writes made so far, in words. */
  readonly faults: string[];
  readonly posts: Post[];
  /** What an earlier run was shown counts no more. */
  beginRun(): void;
  /** Whether what is written from now on takes something back. */
  takesBack(does: boolean): void;
  over(client: BangumiClient): BangumiClient;
}

const wish = 1;
const done = 2;
const dropped = 3;
const refusals: readonly string[] = ['rejected', 'not-found'];

/**
 * Stands between the process and Bangumi, and judges each write by what the process had been shown: it must have looked since its last
 * write, and what it saw must leave something to write. An answer that died with the process was not shown.
 */
export function createWriteWatch(memory: Memory): WriteWatch {
  const faults: string[] = [];
  const posts: Post[] = [];
  const shown = new Map<number, Shown>();
  let runBegan = 0;
  let isTakingBack = false;
  const show = (subjectId: number, more: Shown): void => {
    shown.set(subjectId, { ...shown.get(subjectId), ...more });
  };
  const showCollection = (subjectId: number, collection: ShownCollection | null): void => {
    show(subjectId, collection === null ? { collection, marks: new Map() } : { collection });
  };

  const showMarks = (
    before: Shown | undefined,
    { subjectId, episodeIds, type }: Parameters<BangumiClient['markEpisodes']>[1],
  ): void => {
    const marks = new Map(before?.marks);
    for (const row of episodeIds) marks.set(row, type);
    show(subjectId, { ...before, marks });
  };

  /** After a refusal nothing has changed; after anything else but a success nobody knows. */
  const write = async (subjectId: number, sending: Promise<void>): Promise<void> => {
    const before = shown.get(subjectId);
    shown.delete(subjectId);
    try {
      await sending;
    } catch (error) {
      if (!(error instanceof UpstreamError) || !refusals.includes(error.kind)) throw error;
      const isUncollected = error.facts.description?.includes('add subject') === true;
      show(subjectId, before ?? {});
      if (isUncollected) showCollection(subjectId, null);
      throw error;
    }
  };
  const judgeMarks = (subjectId: number, rows: readonly number[], type: number): void => {
    if (isTakingBack) {
      judgeTakenBack(subjectId, rows, type);
      return;
    }
    const { marks } = shown.get(subjectId) ?? {};
    if (marks === undefined) faults.push(`subject ${subjectId} was marked unseen`);
    for (const row of marks === undefined ? [] : rows) {
      const mark = marks?.get(row);
      if (mark === done) faults.push(`row ${row} was marked though it was shown as done`);
      if (mark === dropped) faults.push(`row ${row} was marked though it was shown as dropped`);
    }
  };
  /** Also what an undo sets again, because it undoes one: nobody said anything else since. */
  const judgeTakenBack = (subjectId: number, rows: readonly number[], type: number): void => {
    const { marks } = shown.get(subjectId) ?? {};
    if (marks === undefined) faults.push(`subject ${subjectId} was taken back unseen`);
    for (const row of rows) {
      const mark = marks?.get(row) ?? 0;
      if (mark === type || (mark !== done && type !== done))
        faults.push(`row ${row} was taken back to ${type} though it was shown as ${mark}`);
    }
  };
  const writeCollection = async (
    written: CollectionWrite,
    send: () => Promise<void>,
  ): Promise<void> => {
    const { subjectId } = written;
    const { collection, marks } = shown.get(subjectId) ?? {};
    const judging = { memory, since: runBegan, isTakingBack };
    faults.push(
      ...(collection === undefined
        ? [`subject ${subjectId} was written to unseen`]
        : judgeCollectionWrite(collection, written, judging)),
    );
    posts.push({ subjectId, at: memory.next(), rate: written.rate });
    await write(subjectId, send());
    const type = written.type ?? collection?.type ?? done;
    const rate = type === wish ? 0 : (written.rate ?? collection?.rate ?? 0);
    show(subjectId, { collection: { type, rate }, marks });
  };

  return {
    faults,
    posts,
    beginRun() {
      shown.clear();
      runBegan = memory.next();
    },
    takesBack(does) {
      isTakingBack = does;
    },
    over: (client) => ({
      ...reading(client, { show, showCollection }),
      collectSubject: (access, collect, options) =>
        writeCollection(collect, () => client.collectSubject(access, collect, options)),
      changeCollection: (access, change, options) =>
        writeCollection(change, () => client.changeCollection(access, change, options)),
      async markEpisodes(access, mark, options) {
        judgeMarks(mark.subjectId, mark.episodeIds, mark.type);
        const before = shown.get(mark.subjectId);
        await write(mark.subjectId, client.markEpisodes(access, mark, options));
        // Taking back sends each kind of mark by itself, after one look at all of them.
        if (isTakingBack) showMarks(before, mark);
      },
      async markEpisode(access, mark, options) {
        const subjectId = Math.floor(mark.episodeId / 1000);
        judgeMarks(subjectId, [mark.episodeId], done);
        const before = shown.get(subjectId);
        await write(subjectId, client.markEpisode(access, mark, options));
        const marks = new Map(before?.marks).set(mark.episodeId, done);
        show(subjectId, { ...before, marks });
      },
    }),
  };
}

function reading(
  client: BangumiClient,
  {
    show,
    showCollection,
  }: {
    show: (subjectId: number, more: Shown) => void;
    showCollection: (subjectId: number, collection: ShownCollection | null) => void;
  },
): BangumiClient {
  return {
    readMe: (...asked) => client.readMe(...asked),
    readSubject: (...asked) => client.readSubject(...asked),
    readRelations: (...asked) => client.readRelations(...asked),
    readEpisodes: (...asked) => client.readEpisodes(...asked),
    searchSubjects: (...asked) => client.searchSubjects(...asked),
    readCollectionsPage: (...asked) => client.readCollectionsPage(...asked),
    collectSubject: (...asked) => client.collectSubject(...asked),
    changeCollection: (...asked) => client.changeCollection(...asked),
    markEpisodes: (...asked) => client.markEpisodes(...asked),
    markEpisode: (...asked) => client.markEpisode(...asked),
    async readCollections(...asked) {
      const collections = await client.readCollections(...asked);
      const found = new Map(collections.map((collection) => [collection.subjectId, collection]));
      for (const { subjectId, target } of titles)
        for (const id of target === null ? [subjectId] : [subjectId, target.subjectId])
          showCollection(id, found.get(id) ?? null);
      return collections;
    },
    async readCollection(access, at, options) {
      const collection = await client.readCollection(access, at, options);
      showCollection(at.subjectId, collection);
      return collection;
    },
    async readEpisodeStates(access, subjectId, options) {
      const states = await client.readEpisodeStates(access, subjectId, options);
      show(subjectId, { marks: new Map(states.map(({ episode, type }) => [episode.id, type])) });
      return states;
    },
  };
}
