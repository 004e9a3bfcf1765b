import type { MediaItem } from '../media-item.js';

/** `episode:1234`: the kind and Trakt id, under which decisions are given and kept. */
export const keyOf = (item: Pick<MediaItem, 'kind' | 'traktId'>): string =>
  `${item.kind}:${item.traktId}`;
