/**
 * How long we let texts on Trakt become, in UTF-16 units. Trakt names no limit (Trakt API notes §9.1, unconfirmed): these are
 * cautious, and the only place to change.
 */
export const traktLengths = { name: 100, description: 1_000 } as const;
