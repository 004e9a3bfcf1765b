import type { AtQuiet } from './at-quiet.js';
import { claimsOf } from './claims.js';
import { ownRates, ratesSaid } from './judge-collection-write.js';
import { libraryOf, ratingInForce } from './library-memory.js';
import { hasSpot, kindsSince } from './memory.js';
import type { OwnWordOn } from './own-word.js';
import type { ModelTitle } from './titles.js';

export type OwnWord = OwnWordOn & {
  /** Said amid a run that may have written after it what it was to be before. */
  readonly raced: boolean;
};

const wish = 1;

/** The rates a title's subject may rightly have. */
export function rateAllowed(quiet: AtQuiet, title: ModelTitle, own: OwnWord): readonly number[] {
  const { memory } = quiet;
  const { subjectId } = title;
  const said = own.said?.rate ?? 0;
  if (!mayCarry(quiet, title, own)) return [said];
  const must = isDue(quiet, title, own) ? ratingInForce(libraryOf(memory, title)) : null;
  if (must?.rating !== undefined && must.rating !== null) return [must.rating];
  const before = memory.undoneAt > own.at || own.raced ? ownRates(memory, subjectId) : [];
  return [said, 0, ...before, ...ratesSaid(memory, subjectId)].filter(
    (rate) => rate > 0 || said === 0 || before.length > 0,
  );
}

/** Whether anything of ours may stand where the person has said this. */
function mayCarry({ memory, posts }: AtQuiet, title: ModelTitle, own: OwnWord): boolean {
  const kinds = kindsSince(memory, own.at);
  if (own.raced) return true;
  if (!kinds.some(({ ratings }) => ratings) && memory.undoneAt <= own.at) return false;
  if (!title.isMatched) return false;
  const said = own.said?.rate ?? 0;
  const { isEverRatedLater } = libraryOf(memory, title);
  return (
    said === 0 ||
    posts.some(({ subjectId, rate }) => subjectId === title.subjectId && rate === said) ||
    kinds.some(
      ({ ratingPolicy }) =>
        ratingPolicy === 'overwrite' || (ratingPolicy === 'newest' && isEverRatedLater),
    )
  );
}

/** Whether what Trakt says now has to stand there. */
function isDue(quiet: AtQuiet, title: ModelTitle, own: OwnWord): boolean {
  const { memory } = quiet;
  const inForce = ratingInForce(libraryOf(memory, title));
  const [now] = memory.settings.slice(-1);
  if (inForce === null || now?.kinds.ratings !== true) return false;
  const { ratingPolicy, showRatings } = now.kinds;
  if (!isRatable(quiet, title) || !isLedThere(quiet, title, showRatings)) return false;
  if (inForce.at <= memory.undoneAt || inForce.since <= own.at) return false;
  return isUnrated(own) || overrides(inForce, ratingPolicy);
}

function isLedThere(quiet: AtQuiet, title: ModelTitle, showRatings: string): boolean {
  const { claims, isOne } = placeOf(quiet, title);
  return claims.mustSince(-1) && (isOne || showRatings !== 'one-subject');
}

const isUnrated = ({ said }: OwnWord): boolean => said === null || said.rate === 0;

function isRatable({ state }: AtQuiet, { subjectId }: ModelTitle): boolean {
  const type = state.collections[subjectId]?.type ?? wish;
  return type !== wish;
}

const overrides = (
  { isLater }: { readonly isLater: boolean },
  policy: 'fill' | 'overwrite' | 'newest',
): boolean => policy === 'overwrite' || (policy === 'newest' && isLater);

/** Whether plays lead there, and the show is no more than that subject. */
function placeOf(quiet: AtQuiet, title: ModelTitle) {
  const claims = claimsOf(quiet, title, ({ number }) => hasSpot(quiet.memory, title, number));
  const isWhole = title.listed === title.episodes;
  const bySeason = libraryOf(quiet.memory, title).rated.get('season')?.rating ?? null;
  return { claims, isOne: title.kind === 'movie' || isWhole || bySeason !== null };
}
