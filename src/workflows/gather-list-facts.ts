import { activityProxies } from './activity-proxies.js';

/** Facts as young as this are not asked for again, in ms. */
const freshMs = 5 * 60_000;

/** Pages of a collection per activity, and places looked up on Trakt. */
const pagesAtOnce = 20;
const placesAtOnce = 40;

/** What lists go by, brought up to date: the collection at Bangumi, ratings and lists on Trakt, and where on Trakt its subjects are. */
export async function gatherListFacts(
  of: { readonly userId: string; readonly runId: string },
  { collection, seasons }: { readonly collection: boolean; readonly seasons: boolean },
): Promise<void> {
  if (!collection) return;
  const { bangumi, trakt } = activityProxies();
  let complete = false;
  while (!complete)
    ({ complete } = await bangumi.readListCollection({ ...of, freshMs, maxPages: pagesAtOnce }));
  complete = false;
  while (!complete) ({ complete } = await trakt.readListLibrary({ ...of, maxPages: pagesAtOnce }));
  // What cannot be placed now is due later: a round that placed nothing is the last.
  for (let before = Number.POSITIVE_INFINITY; ;) {
    const { waiting } = await trakt.placeListSubjects({ ...of, limit: placesAtOnce, seasons });
    if (waiting === 0 || waiting >= before) return;
    before = waiting;
  }
}
