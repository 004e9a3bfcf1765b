export type PageLanguage = 'en' | 'zh-CN';

/** Whichever of our two languages the browser names first; English when it names neither. */
export function languageOf(acceptLanguage: string): PageLanguage {
  const [, first] = /(?:^|,)\s*(zh|en)\b/i.exec(acceptLanguage) ?? [];
  return first?.toLowerCase() === 'zh' ? 'zh-CN' : 'en';
}
