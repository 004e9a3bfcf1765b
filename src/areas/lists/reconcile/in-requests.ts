import { inPieces } from '../../../platform/lib/in-pieces.js';
import { largestListWrite, type ListItemName } from '../../../upstream/trakt/index.js';
import { isTraktKey } from '../item-key.js';

/** Items in pieces that one request carries each, in their order. Within a piece Trakt goes by kind. */
export const inRequests = <Key>(
  keys: readonly Key[],
  size: number = largestListWrite,
): readonly (readonly Key[])[] => inPieces(keys, size);

/** As Trakt is told of them; people are none of ours. */
export const toNames = (keys: readonly string[]): readonly ListItemName[] =>
  keys.filter(isTraktKey).map((key) => {
    const [type, id] = key.split(':') as [ListItemName['type'], string];
    return { type, ids: { trakt: Number(id) } };
  });
