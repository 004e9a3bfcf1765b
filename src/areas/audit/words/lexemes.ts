import { cutWord, pairsOf, runsOf, signsOf } from './fold.js';

/**
 * What a folded text is found by: Latin words and numbers whole; of everything else each sign and each two that follow each
 * other, for nothing tells where a Chinese or Japanese word ends.
 */
export function wordsIn(folded: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text, isWide } of runsOf(folded)) {
    if (!isWide) words.add(cutWord(text));
    else for (const word of [...signsOf(text), ...pairsOf(text)]) words.add(word);
  }
  return words;
}

/** Fields that records are filtered by through the same index. A tag has a colon, which no word has. */
export const tagKinds = {
  action: 'c',
  actor: 'u',
  actorKind: 'n',
  via: 'v',
  target: 't',
  targetKind: 'k',
  outcome: 'o',
  source: 's',
  requestId: 'r',
  workflowId: 'w',
  address: 'a',
  /** A person who may see it. */
  person: 'p',
} as const;
export type TagKind = keyof typeof tagKinds;

export const tagOf = (kind: TagKind, value: string): string => `${tagKinds[kind]}:${value}`;

/** As the text of a `tsvector` or `tsquery` has it. */
export const quoted = (lexeme: string): string => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`;
