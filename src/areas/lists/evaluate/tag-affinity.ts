import type { KnownTitle } from '../known-title.js';
import { createFold } from './fold-word.js';
import { ownRating } from './own-rating.js';

/** So many ratings of the person's mean are thought to stand beside those of a tag: one ten does not make a favourite. */
const doubt = 3;
/** So many points above the mean count as love. */
const love = 3;
/** Whole numbers add up to the same in any order, which fractions do not. */
const million = 1_000_000;

/** What a person's ratings say of tags: 0 to 1 for a title, 0.5 for "as the others", null where no tag of it was ever rated. */
export function learnTags(titles: readonly KnownTitle[]): (title: KnownTitle) => number | null {
  const fold = createFold();
  const wordsOf = ({ tags }: KnownTitle): ReadonlySet<string> => new Set(tags.map(fold));
  const liking = learnLiking(titles, wordsOf);
  return (title) => {
    let [sum, count] = [0, 0];
    for (const tag of wordsOf(title)) {
      const millionths = liking.get(tag);
      if (millionths === undefined) continue;
      sum += millionths;
      count += 1;
    }
    if (count === 0) return null;
    return Math.min(Math.max(0.5 + sum / count / million / (2 * love), 0), 1);
  };
}

/** By how many millionths of a point each tag is above the mean of all. */
function learnLiking(
  titles: readonly KnownTitle[],
  wordsOf: (title: KnownTitle) => Iterable<string>,
): ReadonlyMap<string, number> {
  const tags = new Map<string, Sum>();
  const all: Sum = { sum: 0, count: 0 };
  for (const title of titles) {
    const rate = ownRating(title, 'either');
    if (rate === null) continue;
    add(all, rate.rating);
    for (const tag of wordsOf(title)) {
      const known = tags.get(tag);
      if (known === undefined) tags.set(tag, { sum: rate.rating, count: 1 });
      else add(known, rate.rating);
    }
  }
  const mean = all.count === 0 ? 0 : all.sum / all.count;
  const likingOf = ({ sum, count }: Sum) =>
    Math.round(((sum - mean * count) / (count + doubt)) * million);
  return new Map([...tags].map(([tag, rated]) => [tag, likingOf(rated)]));
}

interface Sum {
  sum: number;
  count: number;
}

function add(to: Sum, rating: number): void {
  to.sum += rating;
  to.count += 1;
}
