import { untouchedLibrary } from '../../../src/areas/history/index.js';
import type { Kinds } from './change.js';
import type { InTheLibrary } from './library-memory.js';
import type { ModelTitle } from './titles.js';

/** A play, and when in the story it came into the history; one that may never have been missed did so when it came first. */
export interface Watched {
  readonly title: ModelTitle;
  readonly number: number;
  readonly at: number;
  /** The same, but of one that was taken out and came back: when it came first. */
  readonly first: number;
}

/** A collection as the person made it. */
export interface OwnCollection {
  readonly type: 1 | 2 | 3 | 4 | 5;
  readonly private: boolean;
  readonly rate: number;
  readonly comment: string;
  readonly tags: readonly string[];
}

/** What the person last said of a row or a collection. `amid`: while a run was under way, which may have looked just before. */
interface Word<T> {
  readonly at: number;
  readonly amid: boolean;
  readonly said: T;
}

/** What happened so far, told by places in one order of events. */
export interface Memory {
  /** The place of what happens next. */
  next(): number;
  readonly plays: Map<string, Watched>;
  /** Plays that were taken out of the history. */
  readonly removed: Map<string, Watched>;
  /** When, by play. */
  readonly removedAt: Map<string, number>;
  /** Up to here everything has been noticed. */
  quietAt: number;
  /** The end of the latest undo; 0: there was none. What came before may stand as if it had never been. */
  undoneAt: number;
  /** By row: 0 means no mark. */
  readonly marks: Map<number, Word<number>>;
  /** By subject; null: not collected. */
  readonly collections: Map<number, Word<OwnCollection | null>>;
  /** By subject: whatever the person has ever made of it. */
  readonly earlier: Map<number, OwnCollection[]>;
  /** What Trakt says and said besides plays. */
  readonly library: Map<ModelTitle, InTheLibrary>;
  /** Rows and subjects the person has ever dropped or put on hold. */
  readonly everDropped: Set<number>;
  readonly merged: Map<ModelTitle, number>;
  readonly deleted: Map<ModelTitle, number>;
  /** Titles whose missing rows have been added. */
  readonly grown: Set<ModelTitle>;
  /** In force from their place on, the last one now. */
  readonly settings: { readonly at: number; readonly kinds: Kinds }[];
}

export function createMemory(): Memory {
  let place = 0;
  return {
    next: () => (place += 1),
    plays: new Map(),
    removed: new Map(),
    marks: new Map(),
    collections: new Map(),
    earlier: new Map(),
    library: new Map(),
    everDropped: new Set(),
    merged: new Map(),
    deleted: new Map(),
    grown: new Set(),
    removedAt: new Map(),
    undoneAt: 0,
    quietAt: 0,
    settings: [
      {
        at: 0,
        kinds: {
          ...untouchedLibrary,
          episodes: true,
          movies: true,
          privateCollections: false,
          removals: 'keep',
        },
      },
    ],
  };
}

const allows = ({ episodes, movies }: Kinds, { kind }: ModelTitle): boolean =>
  kind === 'movie' ? movies : episodes;

/** Whether the settings want such plays now. */
export const isWanted = ({ settings }: Memory, title: ModelTitle): boolean =>
  settings.slice(-1).every(({ kinds }) => allows(kinds, title));

/** Whether they have wanted them at any time since a place. */
export const wasWantedSince = ({ settings }: Memory, title: ModelTitle, at: number): boolean =>
  settings.some(
    ({ kinds }, index) => (settings[index + 1]?.at ?? Infinity) >= at && allows(kinds, title),
  );

/** Whether marks of plays that were gone since a place were to be taken away all the time, and such plays always wanted. */
export const wasAlwaysUnmarked = ({ settings }: Memory, title: ModelTitle, at: number): boolean =>
  settings.every(
    ({ kinds }, index) =>
      allows(kinds, title) &&
      ((settings[index + 1]?.at ?? Infinity) < at || kinds.removals === 'unmark'),
  );

/** Settings that were in force at any time since a place, the last ones now. */
export const kindsSince = ({ settings }: Memory, at: number): readonly Kinds[] =>
  settings
    .filter((_, index) => (settings[index + 1]?.at ?? Infinity) >= at)
    .map(({ kinds }) => kinds);

/** Whether an episode (a film's: 1) has a row, or needs none. */
export const hasSpot = ({ grown }: Memory, title: ModelTitle, number: number): boolean =>
  number <= title.listed || grown.has(title);
