export type Facts = Readonly<Record<string, string | number | null | undefined>>;

/** `{name}` becomes the fact of that name. */
export const fill = (text: string, facts: Facts): string =>
  text.replace(/\{(\w+)\}/g, (_match, name: string) => String(facts[name] ?? ''));

/** `2026-11-22 13:00 UTC`: the same in every language. */
export const toMinute = (time: Date): string =>
  `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Between Chinese sentences stands no blank. */
export const joined = (...sentences: readonly string[]): string =>
  sentences
    .filter((sentence) => sentence !== '')
    .reduce((text, next) => (text.endsWith('。') ? text + next : `${text} ${next}`));
