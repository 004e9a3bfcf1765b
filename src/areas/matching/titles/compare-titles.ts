import { parseTitle } from './parse-title.js';
import type { ParsedTitle } from './parse-title.js';

/** How a subject's names stand to a title's. */
export interface TitleVerdict {
  /**
   * `same`: equal but for words that count seasons. `begins`: the title and something more, a sequel by another name or a
   * spin-off. `other`: neither.
   */
  readonly kind: 'same' | 'begins' | 'other';
  /** The season the subject's names count; null when they count none. */
  readonly season: number | null;
  readonly part: number | null;
  /** The two names that agree; null for `other`. */
  readonly by: readonly [string, string] | null;
}

/** `K` begins many titles: what is this short begins nothing. In Han and kana two characters say as much as four letters. */
const shortest = { latin: 5, other: 3 } as const;

export function compareTitles(
  titles: readonly ParsedTitle[],
  names: readonly ParsedTitle[],
): TitleVerdict {
  // A title that counts itself (`Mob Psycho 100 II` as a show of its own) leaves nothing to count for its seasons.
  const counts = titles.every((title) => title.season === null);
  const { season: counted, part } = countsOf(names);
  const season = counts ? counted : null;
  const whole = findPair(titles, names, (title, name) => title.whole === name.whole);
  const same = whole ?? findPair(titles, names, haveOneBase);
  if (same !== null) return { kind: 'same', season, part, by: same };
  const begins = findPair(titles, names, beginsWith);
  return begins === null
    ? { kind: 'other', season, part, by: null }
    : { kind: 'begins', season, part, by: begins };
}

export const parseTitles = (texts: readonly (string | null)[]): ParsedTitle[] =>
  [...new Set(texts.filter((text) => text !== null && text !== ''))].map((text) =>
    parseTitle(text ?? ''),
  );

function findPair(
  titles: readonly ParsedTitle[],
  names: readonly ParsedTitle[],
  agree: (title: ParsedTitle, name: ParsedTitle) => boolean,
): [string, string] | null {
  for (const title of titles) {
    const name = names.find((each) => each.whole !== '' && agree(title, each));
    if (name !== undefined) return [title.text, name.text];
  }
  return null;
}

const haveOneBase = (title: ParsedTitle, name: ParsedTitle) =>
  (title.season === null || title.season === name.season) &&
  title.bases.some((base) => name.bases.includes(base));

const beginsWith = (title: ParsedTitle, name: ParsedTitle) =>
  title.bases.some(
    (base) => isLongEnough(base) && name.bases.some((other) => other.startsWith(base)),
  );

const isLongEnough = (base: string) =>
  base.length >= (/^[\p{Script=Latin}\d]+$/u.test(base) ? shortest.latin : shortest.other);

/** What the first of several names that counts them says of season and cour. */
export const countsOf = (names: readonly ParsedTitle[]) => ({
  season: firstOf(names, (name) => name.season),
  part: firstOf(names, (name) => name.part),
});

function firstOf(
  names: readonly ParsedTitle[],
  read: (name: ParsedTitle) => number | null,
): number | null {
  return names.map(read).find((value) => value !== null) ?? null;
}
