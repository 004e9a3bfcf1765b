/** What a list on Trakt can hold; people are not ours. */
export const traktKinds = ['show', 'season', 'episode', 'movie'] as const;
export type TraktKind = (typeof traktKinds)[number];

export type TraktKey = `${TraktKind}:${number}`;

/** One title by Trakt's id (`show:1390`), or by Bangumi's where no id of Trakt is known (`subject:425998`). */
export type ItemKey = TraktKey | `subject:${number}`;

export const itemKeyPattern = /^(?:show|season|episode|movie|subject):[1-9]\d{0,14}$/;

/** Of what a list on Trakt may show. */
export const isTraktKey = (key: string): key is TraktKey =>
  itemKeyPattern.test(key) && !key.startsWith('subject:');

export const isOnTrakt = (key: ItemKey): key is TraktKey => !key.startsWith('subject:');

export const traktKey = (kind: TraktKind, traktId: number): TraktKey => `${kind}:${traktId}`;
