/** Width and case are one. */
export const foldWord = (word: string): string => word.normalize('NFKC').trim().toLowerCase();
