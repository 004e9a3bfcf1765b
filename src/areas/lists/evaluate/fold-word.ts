/** Makes width and case of words one. Words repeat from title to title, so each is folded once; keep one per evaluation. */
export function createFold(): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const folded = word.normalize('NFKC').trim().toLowerCase();
    known.set(word, folded);
    return folded;
  };
}
