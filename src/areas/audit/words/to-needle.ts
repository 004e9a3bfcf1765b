import { cutWord, fold, pairsOf, runsOf, type Run } from './fold.js';
import { quoted } from './lexemes.js';

/** What is looked for. */
export interface Needle {
  /** Conditions on `words`, each as `tsquery` has it: no record that is meant lacks one of them. */
  readonly lexemes: readonly string[];
  /** Parts that `search_text` must hold. */
  readonly parts: readonly string[];
}

const mostParts = 10;

/**
 * The blanks of a query part it into parts, all of which must be there. A part with a Chinese or Japanese sign (any beyond ASCII)
 * may begin and end anywhere; one of Latin letters begins where a word begins, and ends anywhere unless it is of one or two letters.
 * Undefined for a query that nothing can be found by.
 */
export function toNeedle(query: string): Needle | undefined {
  const parts = fold(query)
    .split(' ')
    .filter((part) => part !== '')
    .slice(0, mostParts);
  const lexemes = [...new Set(parts.flatMap(lexemesOf))];
  return lexemes.length === 0 ? undefined : { lexemes, parts };
}

/** Shorter ones begin too many words. */
const leastBeginning = 3;

function lexemesOf(part: string): readonly string[] {
  const runs = runsOf(part);
  const isAnywhere = runs.some(({ isWide }) => isWide);
  return runs.flatMap((run) => {
    if (run.isWide) return wideOf(run.text);
    // The end of a longer word, perhaps.
    if (isAnywhere && run.from === 0) return [];
    return latinOf(run, { endsHere: run.to < part.length, isAlone: runs.length === 1 });
  });
}

function wideOf(run: string): readonly string[] {
  const pairs = pairsOf(run);
  return (pairs.length === 0 ? [run] : pairs).map(quoted);
}

function latinOf(
  { text }: Run,
  { endsHere, isAlone }: { readonly endsHere: boolean; readonly isAlone: boolean },
): readonly string[] {
  if (endsHere) return [quoted(cutWord(text))];
  if (text.length >= leastBeginning) return [`${quoted(cutWord(text))}:*`];
  return isAlone ? [quoted(text)] : [];
}
