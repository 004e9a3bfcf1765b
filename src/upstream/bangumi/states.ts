/** What a collection of a subject can be on Bangumi (Bangumi API notes, enums). */
export const collectionType = { wish: 1, done: 2, doing: 3, onHold: 4, dropped: 5 } as const;

/** What an episode can be marked as; 0 takes the mark away. */
export const episodeState = { none: 0, wish: 1, done: 2, dropped: 3 } as const;
