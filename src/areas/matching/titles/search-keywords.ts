/** Searching for more names of one title finds little that is new. */
const keywordsAsked = 3;

/** What Bangumi's engine would take for an operator or trip over (Bangumi API notes, search). */
const operators = /[-–—―〜～~"'“”「」『』【】()（）[\]<>＜＞《》:：!！?？;；/／,，.。・&＆*+|]+/gu;

/**
 * The titles as one would type them into the search, the likeliest first: Bangumi knows works by their Japanese and Chinese names.
 * Without what has been searched already, and no more than are left to be searched.
 */
export function searchKeywords(
  titles: readonly (string | null)[],
  searched: readonly string[] = [],
): string[] {
  const given = titles.filter((title) => title !== null);
  const inOrder = [...given.filter(isEastAsian), ...given.filter((title) => !isEastAsian(title))];
  const cleaned = inOrder.map((title) => clean(title)).filter((keyword) => keyword !== '');
  return [...new Set(cleaned)]
    .filter((keyword) => !searched.includes(keyword))
    .slice(0, Math.max(keywordsAsked - searched.length, 0));
}

function clean(title: string): string {
  const plain = title.normalize('NFKC').replace(/\s*\((?:19|20)\d{2}\)\s*$/, '');
  const words = plain.replace(operators, ' ').replace(/\s+/gu, ' ').trim();
  return words === '' ? plain.trim() : words;
}

const isEastAsian = (title: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(title);
