export type PageLanguage = 'en' | 'zh-CN';

/** Whichever of our two languages the browser names first; English when it names neither. */
export const languageOf = (acceptLanguage: string): PageLanguage =>
  wishedLanguage(acceptLanguage) ?? 'en';

/** Undefined where neither is named. */
export function wishedLanguage(acceptLanguage: string): PageLanguage | undefined {
  const [, first] = /(?:^|,)\s*(zh|en)\b/i.exec(acceptLanguage) ?? [];
  if (first === undefined) return undefined;
  return first.toLowerCase() === 'zh' ? 'zh-CN' : 'en';
}
