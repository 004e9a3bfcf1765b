import { differenceOf } from '../../../platform/lib/difference-of.js';
import type { KeyView } from './keys.js';

/** For the record of a change; when it was last used is none. */
export const changeOfKey = (before: KeyView | undefined, after: KeyView) =>
  differenceOf({ ...before, lastUsedAt: null }, { ...after, lastUsedAt: null });
