import type { LibrarySettings } from '../library/policies.js';

/** Settings by which a state is decided: others decide it again. */
export const statePolicy = (
  state: string,
  { statesOverOwn }: Pick<LibrarySettings, 'statesOverOwn'>,
): string => (statesOverOwn ? `${state}, over mine` : state);
