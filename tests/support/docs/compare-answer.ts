import type { ShownAnswer } from './read-page.js';

/** What a page shows of this kind stands for any other of its kind. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)?/g, '(time)'],
  [/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g, '(uuid)'],
  [/\b(u|k|s|nc)_[\da-f]{16}\b/g, '$1_(id)'],
  [/https?:\/\/[^/"\s]+/g, '(address)'],
  [/whsec_[\w+/=]{44}/g, 'whsec_(secret)'],
  [/\b(wf_|#|)[\w-]{43}(?![\w-])/g, '$1(secret)'],
  [/\b[\dA-F]{8}\b/g, '(code)'],
];

const kindOf = (text: string): string =>
  kinds.reduce((known, [pattern, name]) => known.replaceAll(pattern, name), text);

/** `…` in what is shown stands for anything. */
function isLike(shown: string, actual: string): boolean {
  const parts = kindOf(shown)
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^]*')}$`).test(kindOf(actual));
}

/** What a page shows that the answer does not hold, in words; empty when all is there. */
export function missingIn({ language, text }: ShownAnswer, actual: string): string[] {
  if (language === 'text') return missingLines(text, actual);
  let answer: unknown;
  try {
    answer = JSON.parse(actual);
  } catch {
    return [`not JSON: ${actual.slice(0, 500)}`];
  }
  return missingValues(JSON.parse(text), answer, '');
}

/** Every line must be there, in this order; others may stand between. */
function missingLines(text: string, actual: string): string[] {
  const lines = actual.split('\n');
  let from = 0;
  for (const shown of text.split('\n').filter((line) => line.trim() !== '')) {
    const at = lines.findIndex((line, index) => index >= from && isLike(shown, line));
    if (at < 0) return [`no line ${JSON.stringify(shown)} in ${JSON.stringify(lines.slice(from))}`];
    from = at + 1;
  }
  return [];
}

/** Every field must be there with this value; others may be there too, also behind the last of an array. */
function missingValues(shown: unknown, actual: unknown, place: string): string[] {
  if (typeof shown === 'object' && shown !== null) {
    if (typeof actual !== 'object' || actual === null)
      return [`${place}: ${JSON.stringify(actual)} instead of ${JSON.stringify(shown)}`];
    const held = new Map<string, unknown>(Object.entries(actual));
    return Object.entries(shown).flatMap(([name, value]) =>
      held.has(name)
        ? missingValues(value, held.get(name), `${place}/${name}`)
        : [`${place}/${name} is not there`],
    );
  }
  const isSame =
    typeof shown === 'string' && typeof actual === 'string'
      ? isLike(shown, actual)
      : shown === actual;
  return isSame ? [] : [`${place}: ${JSON.stringify(actual)} instead of ${JSON.stringify(shown)}`];
}
