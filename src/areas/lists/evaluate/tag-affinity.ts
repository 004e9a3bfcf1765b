import type { KnownTitle } from '../known-title.js';
import { createFold } from './fold-word.js';
import { ownRating } from './own-rating.js';

/** So many ratings of the person's mean are thought to stand beside those of a tag: one ten does not make a favourite. */
const doubt = 3;
/** So many points above the mean count as love. */
const love = 3;

/**
 * What a person's ratings say of tags. Answers 0 to 1 for a title, 0.5 for "as the others", null where no tag of it was ever rated.
 * Sums are of whole numbers and words are taken in order, so that the order of titles and tags changes nothing.
 */
export function learnTags(titles: readonly KnownTitle[]): (title: KnownTitle) => number | null {
  const fold = createFold();
  const wordsOf = ({ tags: words }: KnownTitle): readonly string[] =>
    [...new Set(words.map(fold))].sort();
  const tags = new Map<string, { sum: number; count: number }>();
  const all = { sum: 0, count: 0 };
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
  const liking = new Map(
    [...tags].map(([tag, { sum, count }]) => [tag, (sum - mean * count) / (count + doubt)]),
  );
  return (title) => {
    const found = wordsOf(title).flatMap((tag) => liking.get(tag) ?? []);
    if (found.length === 0) return null;
    const average = found.reduce((total, one) => total + one, 0) / found.length;
    return Math.min(Math.max(0.5 + average / (2 * love), 0), 1);
  };
}

function add(to: { sum: number; count: number }, rating: number): void {
  to.sum += rating;
  to.count += 1;
}
