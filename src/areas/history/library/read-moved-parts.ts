import type { CallOptions } from '../../../upstream/http/index.js';
import { libraryParts, partMoved } from './library-part.js';
import { readLibrary, type ReadLibraryDeps } from './read-library.js';

export interface ReadMovedParts {
  readonly userId: string;
  /** Pages at most in this call. */
  readonly maxPages: number;
}

/**
 * Reads ratings, watchlist and collection as far as they moved, whatever the person's settings carry over: one request where nothing did.
 * A read under way, a sync's too, is gone on with. Answers whether all of it is read; safe to repeat.
 */
export async function readMovedParts(
  deps: ReadLibraryDeps,
  { userId, maxPages }: ReadMovedParts,
  options: CallOptions,
): Promise<{ readonly walked: boolean }> {
  const { libraryReads, connections, trakt } = deps;
  const known = await libraryReads.parts(userId);
  if (!known.some(({ asked }) => asked !== null)) {
    const access = await connections.accessOf(userId, 'trakt');
    const snapshot = await trakt.readLastActivities(access, options);
    for (const name of libraryParts) {
      const before = known.find(({ part }) => part === name)?.activities ?? null;
      if (partMoved(name, before, snapshot)) await libraryReads.begin(userId, name, snapshot);
    }
  }
  return readLibrary(deps, { userId, maxPages, onPage: () => undefined, options });
}
