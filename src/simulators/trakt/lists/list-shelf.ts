import type { PersonalList } from './personal-list.js';

type Lists = readonly PersonalList[];

/** A person's lists now, and as they were a moment ago: reads may lag behind writes (Trakt API notes §9.3). */
export interface ListShelf {
  current(): Lists;
  /** As whoever sees only what was changed until then. */
  asOf(time: number): Lists;
  put(lists: Lists, time: number): void;
}

export function createListShelf(first: Lists): ListShelf {
  let states: { readonly from: number; readonly lists: Lists }[] = [
    { from: -Infinity, lists: first },
  ];
  return {
    current: () => states.at(-1)?.lists ?? first,
    asOf(time) {
      const index = states.findLastIndex(({ from }) => from <= time);
      // Time does not go back: what lies before will not be asked for again.
      states = states.slice(Math.max(0, index));
      return states[0]?.lists ?? first;
    },
    put(lists, time) {
      states.push({ from: time, lists });
    },
  };
}
