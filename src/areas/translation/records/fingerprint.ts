import { hash } from 'node:crypto';
import { ordered } from '../../../platform/lib/ordered.js';

type Metadata = Readonly<Record<string, unknown>>;

/** 32 hexadecimal digits of all that a draft says: the same content, the same digits, however its metadata is ordered. */
export const fingerprintOf = (draft: { readonly metadata: Metadata }): string =>
  hash('sha256', JSON.stringify({ ...draft, metadata: ordered(draft.metadata) }), 'hex').slice(
    0,
    32,
  );
