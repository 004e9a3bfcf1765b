// How much of a history a sync and a dry run do in one activity: pieces that are resumed whole.

/** Pages of 250 plays per activity: a piece of some ten seconds. */
export const pagesAtOnce = 20;

/** Different items matched per activity. */
export const itemsAtOnce = 1000;

/** From so many subjects on, one paged read of all collections is cheaper than asking for each. */
export const manySubjects = 8;
