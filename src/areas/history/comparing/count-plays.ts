import type { ComparingDeps, ComparingRequest } from './comparing.js';
import type { Window } from './lookup.js';

/** How many plays the source holds; one request. */
export const countAll = (
  deps: Pick<ComparingDeps, 'trakt'>,
  request: ComparingRequest,
): Promise<number> => countIn(deps, null, request);

/** How many of them in a window. */
export async function countIn(
  { trakt }: Pick<ComparingDeps, 'trakt'>,
  window: Window | null,
  { access, options }: ComparingRequest,
): Promise<number> {
  const query = { page: 1, limit: 1, ...(window === null ? {} : boundsOf(window)) };
  return (await trakt.readHistoryPage(access, query, options)).itemCount;
}

/** As the history takes them: both belong to the window. */
export const boundsOf = ({ from, to }: Window) => ({
  startAt: from.toISOString(),
  ...(to === null ? {} : { endAt: new Date(to.getTime() - 1).toISOString() }),
});
