/**
 * A text as it is looked for: full width and half width, capital and small letters are the same, and so is every kind of blank.
 * What PostgreSQL cannot hold is a blank too.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    // One letter, which is written otherwise at the end of a word.
    .replaceAll('ς', 'σ')
    .replaceAll(/[\s\0\p{Cs}]+/gu, ' ')
    .trim();

export interface Run {
  readonly text: string;
  /** True for signs beyond ASCII: words are not told apart among them. */
  readonly isWide: boolean;
  readonly from: number;
  readonly to: number;
}

const runPattern = /[a-z0-9]+|[^\0-\x7f]+/gu;

/** The words of a folded text, and what stands between them in other scripts; ASCII's other signs part them. */
export const runsOf = (folded: string): readonly Run[] =>
  [...folded.matchAll(runPattern)].map(({ 0: text, index }) => ({
    text,
    isWide: !/^[a-z0-9]/.test(text),
    from: index,
    to: index + text.length,
  }));

/** Code points: a half of a pair would be found in many others. */
export const signsOf = (run: string): readonly string[] => Array.from(run);

/** Each two signs that follow each other. */
export function pairsOf(run: string): readonly string[] {
  const signs = signsOf(run);
  return signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`);
}

/** No longer word is kept whole: nobody looks for one, and the index takes 2 KB at most. */
const longestWord = 64;
export const cutWord = (word: string): string => word.slice(0, longestWord);
