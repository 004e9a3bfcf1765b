/** So much a rule may hold: whatever a person sends, evaluating it stays cheap. */
export const bounds = {
  sources: 8,
  /** Items named one by one in one source. */
  items: 1_000,
  /** Conditions in all, groups counted. */
  filters: 60,
  /** Groups within groups. */
  filterDepth: 4,
  /** Words of one condition. */
  words: 50,
  wordLength: 64,
  terms: 12,
  sortKeys: 4,
  pins: 200,
  exclusions: 2_000,
  /** Trakt's largest list (Trakt API notes §12). */
  limit: 5_000,
  /** Lists over lists over lists. */
  listDepth: 5,
} as const;

/** Values within a rule as it was sent, before anything is read of it. */
export const rawBounds = { depth: 16, values: 20_000 } as const;
